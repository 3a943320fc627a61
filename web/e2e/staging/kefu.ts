import { type ChildProcess, spawn } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { closeSync, existsSync, openSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { until } from './until.ts';

const HOME = fileURLToPath(new URL('../../..', import.meta.url));
const BUILT = join(HOME, 'target/dist/bin/kefuctl');
const QUICK_START = join(HOME, 'server/src/main/resources/quickstart');
const VISITOR_SECRET = 'end-to-end-tests-only-5f1c8e0b7a92d364';
const START_MS = 90_000;

export const PASSWORD = 'kefu-e2e-Passw0rd';

export interface Colleague {
  name: string;
  displayName: string;
  capacity?: number;
}

export interface Settings {
  agents?: Colleague[];
  /** Origins of other sites whose pages may carry the widget. */
  origins?: string[];
}

interface Run {
  pid: number;
  public_url: string;
  admin_url: string;
  demo_url: string;
}

/** A server of the built distribution under `kefuctl up`, on a data directory of its own. */
export class Kefu {
  private supervisor: ChildProcess | undefined;
  run: Run = { pid: 0, public_url: '', admin_url: '', demo_url: '' };

  private constructor(readonly directory: string) {}

  static async start(settings: Settings = {}): Promise<Kefu> {
    const kefu = new Kefu(await mkdtemp(join(tmpdir(), 'kefu-e2e-')));
    try {
      await kefu.configure(settings);
      await kefu.up();
      for (const { name } of settings.agents ?? []) await kefu.setPassword(name);
    } catch (error) {
      await kefu.stop();
      throw error;
    }
    return kefu;
  }

  get url(): string {
    return this.run.public_url.replace(/\/$/, '');
  }

  get host(): string {
    return new URL(this.url).host;
  }

  /** The quick start's own configuration, and what these stories need beside it. */
  private async configure({ agents = [], origins = [] }: Settings): Promise<void> {
    const config = join(this.directory, 'config');
    await cp(QUICK_START, config, { recursive: true });
    await mkdir(join(config, 'secrets'), { mode: 0o700 });
    await writeFile(join(config, 'secrets/visitor.key'), VISITOR_SECRET, { mode: 0o600 });
    const channel = await readFile(join(config, 'channel.yaml'), 'utf8');
    const allowed = channel.replace(
      'allowedOrigins: []',
      `allowedOrigins: ${JSON.stringify(origins)}`,
    );
    await writeFile(join(config, 'channel.yaml'), allowed);
    if (agents.length)
      await writeFile(join(config, 'more-agents.yaml'), agents.map(asYaml).join('---\n'));
  }

  /** Starts the server, at the addresses that it had before. */
  async up(): Promise<void> {
    const before = this.run.pid;
    const port = (url: string) => (url ? new URL(url).port : '0');
    const log = openSync(join(this.directory, 'server.log'), 'a');
    const supervisor = spawn(
      process.env.JAVA_HOME && existsSync(BUILT) ? BUILT : join(HOME, 'bin/kefuctl'),
      [
        'up',
        '--data',
        this.directory,
        '--port',
        port(this.run.public_url),
        '--admin-port',
        port(this.run.admin_url),
      ],
      { stdio: ['ignore', log, log], env: { ...process.env, KEFU_ADMIN_PASSWORD: PASSWORD } },
    );
    closeSync(log);
    this.supervisor = supervisor;
    await this.ready(before);
  }

  /** Waits for another process than that one to say where it is. */
  async ready(before: number): Promise<void> {
    const { supervisor } = this;
    await until(
      'the server is ready, or has ended',
      async () => {
        if (supervisor && ended(supervisor)) return true;
        const run = JSON.parse(await readFile(join(this.directory, 'run.json'), 'utf8')) as Run;
        if (run.pid === before) return false;
        this.run = run;
        return (await fetch(new URL('/readyz', run.admin_url))).ok;
      },
      START_MS,
    );
    if (supervisor && ended(supervisor)) throw new Error(`no server: ${await this.log()}`);
  }

  async log(): Promise<string> {
    return (await readFile(join(this.directory, 'server.log'), 'utf8')).slice(-3_000);
  }

  /** kill -9 of the server process: nothing of it gets to tidy up. */
  async kill(): Promise<void> {
    const { supervisor } = this;
    process.kill(this.run.pid, 'SIGKILL');
    await until('the supervisor ends with its server', () => !supervisor || ended(supervisor));
  }

  /** Ends the server, and removes all that it kept. */
  async stop(): Promise<void> {
    const { supervisor } = this;
    if (supervisor && !ended(supervisor)) {
      supervisor.kill('SIGTERM');
      try {
        await until('the server ends', () => ended(supervisor));
      } catch {
        process.kill(this.run.pid, 'SIGKILL');
        supervisor.kill('SIGKILL');
      }
    }
    await rm(this.directory, { recursive: true, force: true });
  }

  private async setPassword(agent: string): Promise<void> {
    const token = (await readFile(join(this.directory, 'admin.token'), 'utf8')).trim();
    const answer = await fetch(new URL(`/admin/v1/agents/${agent}/password`, this.run.admin_url), {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ password: PASSWORD }),
    });
    if (!answer.ok)
      throw new Error(`no password for ${agent}: ${answer.status} ${await answer.text()}`);
  }

  /** Who a visitor is, as the shop's own server would sign it. */
  identity(
    sub: string,
    name: string,
    tags: Record<string, string | number | boolean> = {},
  ): string {
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const exp = Math.floor(Date.now() / 1000) + 3_600;
    const signed = `${part({ alg: 'HS256', typ: 'JWT' })}.${part({ sub, name, tags, exp })}`;
    return `${signed}.${createHmac('sha256', VISITOR_SECRET).update(signed).digest('base64url')}`;
  }
}

function asYaml({ name, displayName, capacity }: Colleague): string {
  const spec = {
    displayName,
    groups: ['support', 'vip', 'complaints'],
    ...(capacity ? { capacity } : {}),
  };
  return `apiVersion: kefu.io/v1\nkind: Agent\nmetadata: {name: ${name}}\nspec: ${JSON.stringify(spec)}\n`;
}

function ended({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}

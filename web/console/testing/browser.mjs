// A headless Chromium for looking at the console; every message of its console is kept.
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export async function open(options = {}) {
  const profile = await mkdtemp(join(tmpdir(), 'kefu-chromium-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: FLAGS,
    viewport: { width: 1440, height: 900 },
    ...options,
  });
  const page = context.pages()[0] ?? (await context.newPage());
  const told = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type()))
      told.push(`${message.type()}: ${message.text()}`);
  });
  page.on('pageerror', (error) => told.push(`pageerror: ${error.stack}`));
  page.on('request', (request) => {
    if (!/^(http|ws)s?:\/\/127\.0\.0\.1|^blob:|^data:/.test(request.url()))
      told.push(`outside: ${request.url()}`);
  });
  return { context, page, told, close: () => context.close() };
}

export async function signIn(page, url, { username = 'admin', password = 'kefu-demo-1' } = {}) {
  await page.goto(`${url}/console/`);
  await page.locator('input[name=username]').fill(username);
  await page.locator('input[name=password]').fill(password);
  await page.locator('button[type=submit]').click();
  await page.locator('.rail').waitFor();
}

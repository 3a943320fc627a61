// Serves a shop page, the demo and the console as built, against the fake of the protocol: node scripts/try.mjs [port]
import { readFile } from 'node:fs/promises';
import { createServer } from 'vite';

const port = Number(process.argv[2] ?? 8090);
const vite = await createServer({
  configFile: false,
  appType: 'custom',
  server: { middlewareMode: true, ws: false, watch: null },
  optimizeDeps: { noDiscovery: true },
});
const { FakeKefu, playShop } = await vite.ssrLoadModule('@kefu/client/testing');
const { serve } = await vite.ssrLoadModule('@kefu/client/testing/serve');
const { pages } = await vite.ssrLoadModule('/e2e/stage.ts');
const TYPES = { html: 'text/html', js: 'text/javascript', css: 'text/css', svg: 'image/svg+xml' };

const kefu = new FakeKefu();
playShop(kefu);

async function built(path) {
  const [, app, rest] = path.match(/^\/(demo|console)\/(.*)$/) ?? [];
  if (!app) return undefined;
  const name = rest || 'index.html';
  const body = await readFile(new URL(`../../${app}/dist/${name}`, import.meta.url));
  return { type: TYPES[name.split('.').at(-1)] ?? 'text/plain', body };
}

/** `/control?do=down|up|losesAcks|refuse` switches faults. */
function control(url) {
  const act = url.searchParams.get('do');
  if (act === 'down') kefu.kill();
  if (act === 'up') kefu.isDown = false;
  if (act === 'losesAcks') kefu.losesAcks = true;
  if (act === 'refuse') kefu.refusals.push({ code: 'unsupported_type' });
  const [last] = [...kefu.conversations.values()].slice(-1);
  const { name, ...data } = Object.fromEntries(url.searchParams);
  if (act === 'event' && last) kefu.event(last, { name, data }, name);
  return { type: 'text/plain', body: '' };
}

async function anything(url) {
  if (url.pathname === '/control') return control(url);
  if (url.pathname === '/demo/kill') {
    kefu.kill();
    setTimeout(() => {
      kefu.isDown = false;
    }, 3000);
    return { type: 'text/plain', body: '' };
  }
  return (await built(url.pathname)) ?? pages(url);
}

const { origin } = await serve(kefu, anything, port);
console.log(`${origin}/?lang=en`);

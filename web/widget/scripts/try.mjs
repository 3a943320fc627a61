// Serves a shop page with the built widget against the fake of the protocol: node scripts/try.mjs [port]

import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createServer as createVite } from 'vite';
import { WebSocketServer } from 'ws';

const port = Number(process.argv[2] ?? 8090);
const vite = await createVite({
  configFile: false,
  appType: 'custom',
  server: { middlewareMode: true, ws: false, watch: null },
  optimizeDeps: { noDiscovery: true },
});
const { FakeKefu, playShop } = await vite.ssrLoadModule('@kefu/client/testing');
const kefu = new FakeKefu();
playShop(kefu);

const TYPES = { html: 'text/html', js: 'text/javascript', css: 'text/css', svg: 'image/svg+xml' };

async function built(path, response) {
  const [, app, rest] = path.match(/^\/(\w+)\/(.*)$/);
  const name = rest || 'index.html';
  try {
    const body = await readFile(new URL(`../../${app}/dist/${name}`, import.meta.url));
    response.setHeader('content-type', TYPES[name.split('.').at(-1)] ?? 'text/plain');
    response.end(body);
  } catch {
    response.writeHead(404).end();
  }
}

const shop = (
  lang,
) => `<!doctype html><html lang="${lang}"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Shop</title><style>body{font:16px system-ui;margin:0;min-height:100vh;background:light-dark(#f7f4ee,#101312);color-scheme:light dark}h1{padding:40px}</style>
<h1>A shop</h1><script async src="/widget.js" data-channel="web"></script>`;

const server = createServer(async (request, response) => {
  const url = new URL(request.url, `http://127.0.0.1:${port}`);
  if (url.pathname === '/widget.js') {
    response.setHeader('content-type', 'text/javascript');
    response.end(await readFile(new URL('../dist/widget.js', import.meta.url)));
  } else if (url.pathname === '/demo/kill') {
    kefu.kill();
    setTimeout(() => {
      kefu.isDown = false;
    }, 3000);
    request.destroy();
  } else if (/^\/(demo|console)\//.test(url.pathname)) {
    await built(url.pathname, response);
  } else if (url.pathname === '/control') {
    const act = url.searchParams.get('do');
    if (act === 'down') kefu.kill();
    if (act === 'up') kefu.isDown = false;
    if (act === 'losesAcks') kefu.losesAcks = true;
    if (act === 'refuse') kefu.refusals.push({ code: 'unsupported_type' });
    if (act === 'event')
      for (const it of kefu.conversations.values())
        kefu.event(
          it,
          { name: url.searchParams.get('name'), data: Object.fromEntries(url.searchParams) },
          url.searchParams.get('name'),
        );
    if (act === 'say')
      for (const it of kefu.conversations.values())
        kefu.append(
          it,
          { kind: 'agent', id: 'a1', name: url.searchParams.get('name') ?? 'Lin' },
          { text: url.searchParams.get('text') },
        );
    if (act === 'dump')
      response.write(JSON.stringify([...kefu.conversations.values()].map((it) => it.messages)));
    response.end();
  } else if (url.pathname.startsWith('/api/')) {
    if (kefu.isDown) return request.destroy();
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    const answer = await kefu.answer(
      new Request(url, {
        method: request.method,
        headers: request.headers,
        ...(body.length ? { body } : {}),
      }),
    );
    response.writeHead(answer.status, Object.fromEntries(answer.headers));
    response.end(Buffer.from(await answer.arrayBuffer()));
  } else {
    response.setHeader('content-type', 'text/html');
    response.end(shop(url.searchParams.get('lang') ?? 'en'));
  }
});
const sockets = new WebSocketServer({ noServer: true });
server.on('upgrade', (request, socket, head) => {
  if (kefu.isDown) return socket.destroy();
  sockets.handleUpgrade(request, socket, head, (ws) => {
    const peer = kefu.connect({
      opened: () => {},
      received: (text) => ws.send(text),
      closed: (code) => (code === 1006 ? ws.terminate() : ws.close(code)),
    });
    ws.on('message', (data) => peer.send(String(data)));
    ws.on('close', () => peer.close());
  });
});
server.listen(port, '127.0.0.1', () => console.log(`http://127.0.0.1:${port}/?lang=en`));

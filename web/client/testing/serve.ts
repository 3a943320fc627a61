import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import type { FakeKefu } from './fake-kefu.ts';

/** What is served beside the protocol: an answer for a path, or nothing. */
export type Pages = (url: URL) => Promise<{ type: string; body: string | Buffer } | undefined>;

export interface Served {
  origin: string;
  stop(): Promise<void>;
}

/** Puts a fake on a port of the loopback address. While it is down, only its pages are there, as if from a cache. */
export async function serve(kefu: FakeKefu, pages: Pages, port = 0): Promise<Served> {
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    const page = await pages(url).catch(() => undefined);
    if (page) {
      response.writeHead(200, { 'content-type': page.type }).end(page.body);
      return;
    }
    if (kefu.isDown) {
      request.destroy();
      return;
    }
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const answer = await kefu.answer(
      new Request(url, {
        method: request.method ?? 'GET',
        headers: request.headers as Record<string, string>,
        ...(chunks.length ? { body: Buffer.concat(chunks) } : {}),
      }),
    );
    response.writeHead(answer.status, Object.fromEntries(answer.headers));
    response.end(Buffer.from(await answer.arrayBuffer()));
  });
  addSockets(server, kefu);
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () =>
      new Promise((resolve) => {
        kefu.drop();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function addSockets(server: Server, kefu: FakeKefu): void {
  const sockets = new WebSocketServer({ noServer: true });
  server.on('upgrade', (request, socket, head) => {
    if (kefu.isDown) {
      socket.destroy();
      return;
    }
    sockets.handleUpgrade(request, socket, head, (ws) => {
      const peer = kefu.connect({
        opened: () => undefined,
        received: (text) => ws.send(text),
        closed: (code) => (code === 1006 ? ws.terminate() : ws.close(code)),
      });
      ws.on('message', (data) => peer.send(String(data)));
      ws.on('close', () => peer.close());
    });
  });
}

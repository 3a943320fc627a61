import { createServer, type IncomingMessage, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A proxy before a server, such as a company has: it passes requests on and refuses every WebSocket. */
export class Wall {
  /** WebSockets that were refused. */
  refused = 0;
  /** Paths that were asked for, without their query. */
  readonly asked: string[] = [];

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async before(kefu: string): Promise<Wall> {
    const server = createServer((asked, answer) => {
      wall?.asked.push(new URL(asked.url ?? '/', kefu).pathname);
      const onward = passed(kefu, asked);
      onward.on('response', (came) => {
        answer.writeHead(came.statusCode ?? 502, came.headers);
        came.pipe(answer);
      });
      onward.on('error', () => answer.destroy());
      answer.on('close', () => onward.destroy());
      asked.pipe(onward);
    });
    server.on('upgrade', (_, socket) => {
      if (wall) wall.refused++;
      socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const wall: Wall | undefined = new Wall(
      server,
      `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    );
    return wall;
  }

  get host(): string {
    return new URL(this.url).host;
  }

  close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }
}

function passed(kefu: string, { url, method, headers }: IncomingMessage) {
  return request(new URL(url ?? '/', kefu), { method, headers });
}

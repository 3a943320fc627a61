import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Page {
  lang?: 'zh' | 'en';
  title?: string;
  identity?: string;
}

/** A shop on another origin whose pages carry the widget, under a policy as strict as one may write. */
export class Shop {
  private constructor(
    private readonly server: Server,
    readonly origin: string,
  ) {}

  /** Where the widget comes from; known only when the server is up. */
  kefu = '';

  static async open(): Promise<Shop> {
    let shop: Shop | undefined;
    const server = createServer((request, response) => {
      const url = new URL(request.url ?? '/', 'http://shop');
      if (url.pathname !== '/') {
        response.writeHead(404).end();
        return;
      }
      const kefu = shop?.kefu ?? '';
      const policy = `default-src 'none'; script-src ${kefu}; connect-src ${kefu} ${kefu.replace(/^http/, 'ws')}; img-src blob: data:; style-src 'nonce-shop'`;
      response.setHeader('content-type', 'text/html; charset=utf-8');
      response.setHeader('content-security-policy', policy);
      response.end(html(kefu, Object.fromEntries(url.searchParams)));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    shop = new Shop(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    return shop;
  }

  page(of: Page = {}): string {
    return `${this.origin}/?${new URLSearchParams({ ...of })}`;
  }

  close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }
}

function html(kefu: string, { lang = 'en', title = 'A shop', identity }: Page): string {
  const who = identity ? ` data-identity="${escaped(identity)}"` : '';
  return `<!doctype html><html lang="${escaped(lang)}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,">
<title>${escaped(title)}</title>
<style nonce="shop">
html { color-scheme: light dark; background: light-dark(#f6f3ec, #121513); font: 17px/1.7 system-ui, sans-serif }
main { max-width: 40em; padding: 9vh 8vw }
</style></head>
<body><main><h1>${escaped(title)}</h1><p>${lang === 'zh' ? '三遍施釉，1280 °C 烧成。' : 'Glazed three times, fired at 1,280 °C.'}</p></main>
<script async src="${kefu}/widget.js" data-channel="web"${who}></script></body></html>`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (char) => `&#${char.charCodeAt(0)};`);
}

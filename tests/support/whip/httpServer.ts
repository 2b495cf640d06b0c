import { once } from 'node:events';
import {
  createServer,
  type IncomingHttpHeaders,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';

export type Asked = {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
};

/** A WHIP server's HTTP side alone, which answers as the test wants. */
export class HttpServer {
  readonly asked: Asked[] = [];
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  static async listen(answer: (asked: Asked, response: ServerResponse) => void) {
    const server = createServer(async (request, response) => {
      let body = '';
      for await (const part of request) body += part;
      const { method = '', url: path = '', headers } = request;
      const asked = { method, path, headers, body };
      http.asked.push(asked);
      answer(asked, response);
    });
    const http = new HttpServer(server);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return http;
  }

  url(path = '/whip', host = '127.0.0.1'): string {
    return `http://${host}:${(this.#server.address() as AddressInfo).port}${path}`;
  }

  of(method: string): Asked[] {
    return this.asked.filter((it) => it.method === method);
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }
}

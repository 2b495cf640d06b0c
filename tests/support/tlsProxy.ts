import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer, type Server } from 'node:tls';
import { promisify } from 'node:util';

/** TLS in front of a plain server on 127.0.0.1, with a certificate of its own for `localhost`. */
export class TlsProxy {
  readonly port: number;
  /** Its certificate, PEM. */
  readonly ca: string;
  readonly #server: Server;
  readonly #sockets: Set<Socket>;

  private constructor(server: Server, ca: string, sockets: Set<Socket>) {
    this.#server = server;
    this.ca = ca;
    this.#sockets = sockets;
    this.port = (server.address() as { port: number }).port;
  }

  static async start(target: number): Promise<TlsProxy> {
    const { key, cert } = await makeCertificate();
    const sockets = new Set<Socket>();
    const server = createServer({ key, cert }, (inside) => {
      const outside = connect(target, '127.0.0.1');
      for (const socket of [inside, outside]) {
        sockets.add(socket);
        socket.on('error', () => {}).on('close', () => sockets.delete(socket));
      }
      inside.pipe(outside).pipe(inside);
    });
    server.on('tlsClientError', () => {});
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new TlsProxy(server, cert, sockets);
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
    await once(this.#server, 'close');
  }
}

export async function makeCertificate(): Promise<{ key: string; cert: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'tls-proxy-'));
  try {
    const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
    const args = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1'];
    args.push('-nodes', '-days', '2', '-subj', '/CN=localhost', '-keyout', key, '-out', cert);
    args.push('-addext', 'subjectAltName=DNS:localhost');
    await promisify(execFile)('openssl', args);
    return { key: await readFile(key, 'utf8'), cert: await readFile(cert, 'utf8') };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

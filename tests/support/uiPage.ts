import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import type { Browser, Page } from '@playwright/test';
import type { StudioState } from '../../common/ipc/contract.ts';
import { projectRoot } from './electronPath.ts';
import { openPage } from './viewer.ts';

const types: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
};

/** The built page of the studio by itself, in a browser, with a state of the test's making in place of main. */
export class UiPage {
  readonly page: Page;
  readonly #server: Server;
  #seq = 0;

  private constructor(page: Page, server: Server) {
    this.page = page;
    this.#server = server;
  }

  static async open(browser: Browser, state: StudioState): Promise<UiPage> {
    const folder = join(projectRoot, 'dist/ui');
    const server = createServer((request, response) => {
      const path = normalize(new URL(request.url ?? '/', 'http://localhost').pathname);
      const file = join(folder, path === '/' ? 'index.html' : path);
      readFile(file).then(
        (bytes) => {
          response.writeHead(200, { 'Content-Type': types[extname(file)] ?? 'text/plain' });
          response.end(bytes);
        },
        () => response.writeHead(404).end(),
      );
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const page = await openPage(browser, {
      viewport: { width: 1280, height: 800 },
      reducedMotion: 'reduce',
    });
    await page.addInitScript((first) => {
      const listeners = new Map<string, ((payload: unknown) => void)[]>();
      const asked: [string, unknown][] = [];
      const answers: Record<string, unknown> = {};
      Object.assign(window, {
        asked,
        answers,
        tell: (event: string, payload: unknown) => {
          for (const listener of listeners.get(event) ?? []) listener(payload);
        },
        studio: {
          platform: 'linux',
          invoke: async (channel: string, input: unknown) => {
            if (channel === 'state:snapshot') return { ok: true, value: { seq: 0, state: first } };
            if (channel.startsWith('cohost:')) asked.push([channel, input]);
            if (channel in answers) return answers[channel];
            return { ok: true, value: channel === 'chat:audience' ? [] : null };
          },
          on: (event: string, listener: (payload: unknown) => void) => {
            listeners.set(event, [...(listeners.get(event) ?? []), listener]);
            return () => undefined;
          },
        },
      });
    }, state as never);
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    return new UiPage(page, server);
  }

  /** Main says that a part of the session is another one now. */
  async session(part: keyof StudioState['session'], value: unknown): Promise<void> {
    const patches = [{ op: 'replace', path: ['session', part], value }];
    await this.page.evaluate(
      (batch) =>
        (window as unknown as { tell(e: string, p: unknown): void }).tell('state:patches', batch),
      { seq: ++this.#seq, patches } as never,
    );
  }

  /** What a channel answers from now on. */
  answer(channel: string, value: unknown): Promise<void> {
    return this.page.evaluate(
      ([name, told]) => {
        (window as unknown as { answers: Record<string, unknown> }).answers[name as string] = told;
      },
      [channel, value] as const,
    );
  }

  /** What was asked about guests and PK so far. */
  asked(): Promise<[string, unknown][]> {
    return this.page.evaluate(() => (window as unknown as { asked: [string, unknown][] }).asked);
  }

  async close(): Promise<void> {
    await this.page.context().close();
    this.#server.close();
    this.#server.closeAllConnections();
  }
}

import { type ChildProcess, spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { issueUserSig } from '../../main/server/identity/userSig.ts';
import { projectRoot } from './electronPath.ts';
import { until } from './nginxRtmp.ts';
import { type StandIn, startStandIn } from './tencentChat/standIn.ts';
import { TlsProxy } from './tlsProxy.ts';

const sigKey = { sdkAppId: 1_400_000_000, key: 'k'.repeat(64) };
const PUSH_KEY = 'push-key-0123456789';

/**
 * All that a customer of Tencent's has, on this machine: a server of one's own that runs alone (rooms
 * and, in place of the CDN, RTMP), an endpoint for UserSigs, and the stand-in for the chat.
 */
export class TencentService {
  readonly standIn: StandIn;
  /** What is entered in the settings. */
  readonly sdkAppId = sigKey.sdkAppId;
  readonly userSigUrl: string;
  readonly roomServiceUrl: string;
  readonly pushDomain: string;
  readonly pushKey = PUSH_KEY;
  /** UserSigs that were asked for, by whom. */
  readonly asked: string[];
  readonly #tls: TlsProxy;
  readonly #endpoint: Server;
  readonly #server: ChildProcess;

  private constructor(parts: {
    standIn: StandIn;
    tls: TlsProxy;
    endpoint: Server;
    server: ChildProcess;
    asked: string[];
    roomServiceUrl: string;
  }) {
    this.standIn = parts.standIn;
    this.asked = parts.asked;
    this.roomServiceUrl = parts.roomServiceUrl;
    this.pushDomain = new URL(parts.roomServiceUrl).hostname;
    const { port } = parts.endpoint.address() as AddressInfo;
    this.userSigUrl = `http://127.0.0.1:${port}/sig`;
    this.#tls = parts.tls;
    this.#endpoint = parts.endpoint;
    this.#server = parts.server;
  }

  static async start(): Promise<TencentService> {
    const standIn = await startStandIn();
    const tls = await TlsProxy.start(Number(new URL(standIn.url).port));
    const asked: string[] = [];
    const endpoint = createServer(async (request, response) => {
      let body = '';
      for await (const part of request) body += part;
      const { userID } = JSON.parse(body) as { userID: string };
      asked.push(userID);
      response.end(JSON.stringify({ userSig: issueUserSig(sigKey, userID, 3_600) }));
    });
    await new Promise<void>((resolve) => endpoint.listen(0, '127.0.0.1', resolve));
    const { server, roomServiceUrl } = await startAlone();
    return new TencentService({ standIn, tls, endpoint, server, asked, roomServiceUrl });
  }

  /** Brings Chromium's calls of the chat to the stand-in. */
  get hostRules(): string {
    const domains = ['my-imcloud.com', 'my-cpaas.com', 'im.qcloud.com', 'tim.qq.com'];
    const rules = domains.map((domain) => `MAP *.${domain} 127.0.0.1:${this.#tls.port}`);
    return `--host-resolver-rules=${rules.join(', ')}`;
  }

  /** The stream that the room service gives somebody to push. */
  async streamOf(userID: string): Promise<string> {
    const userSig = issueUserSig(sigKey, userID, 3_600);
    const { token } = await this.ask('login', { userID, userSig });
    const query = `?userID=${userID}&token=${String(token)}`;
    return String((await this.ask(`get_anchor_url${query}`, { userID })).streamName);
  }

  /** Rooms that are listed, as a viewer is told. */
  async rooms(): Promise<readonly { readonly roomID: string; readonly roomName: string }[]> {
    const userID = 'viewer';
    const userSig = issueUserSig(sigKey, userID, 3_600);
    const { token } = await this.ask('login', { userID, userSig });
    const listed = await this.ask(`get_room_list?userID=${userID}&token=${String(token)}`, {});
    return listed.rooms as { roomID: string; roomName: string }[];
  }

  private async ask(call: string, body: object): Promise<Record<string, unknown>> {
    const answer = await fetch(`${this.roomServiceUrl}/weapp/live_room/${call}`, {
      ...{ method: 'POST', headers: { 'Content-Type': 'application/json' } },
      body: JSON.stringify(body),
    });
    return (await answer.json()) as Record<string, unknown>;
  }

  async close(): Promise<void> {
    this.#server.kill('SIGKILL');
    this.#endpoint.closeAllConnections();
    this.#endpoint.close();
    await this.#tls.close();
    await this.standIn.close();
  }
}

/** The built server alone, at an address of its own: push URLs of Tencent have no port but 1935. */
async function startAlone(): Promise<{ server: ChildProcess; roomServiceUrl: string }> {
  const host = `127.${randomInt(16, 250)}.${randomInt(1, 250)}.${randomInt(2, 250)}`;
  const server = spawn(process.execPath, [join(projectRoot, 'dist/main/server.mjs')], {
    env: {
      ...{ HOST: host, PORT: '0', RTMP_PORT: '1935', PUSH_KEY },
      ...{ SDKAPPID: String(sigKey.sdkAppId), USERSIG_KEY: sigKey.key },
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let printed = '';
  server.stdout?.on('data', (data: Buffer) => {
    printed += data;
  });
  const watch = () => /^watch (http:\/\/[^/]+)\//m.exec(printed)?.[1];
  await until(() => watch() !== undefined, 'the server alone', 20_000);
  return { server, roomServiceUrl: watch() as string };
}

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from './electronPath.ts';
import { freeTcpPort, listens, until } from './nginxRtmp.ts';

/** What the studios of the team log in with. */
export const TEAM_SECRET = 'secret-of-the-team-0123456789';

/** The built server on its own, as `npm run server` starts it, for the studios of a team. */
export class TeamServer {
  readonly url: string;
  readonly #child: ChildProcess;
  readonly #folder: string;

  private constructor(url: string, child: ChildProcess, folder: string) {
    this.url = url;
    this.#child = child;
    this.#folder = folder;
  }

  static async start(): Promise<TeamServer> {
    const folder = await mkdtemp(join(tmpdir(), 'team-server-'));
    const [http, rtmp] = [await freeTcpPort(), await freeTcpPort()];
    const child = spawn(process.execPath, [join(projectRoot, 'dist/main/server.mjs')], {
      env: {
        ...process.env,
        ...{ HOST: '127.0.0.1', PORT: String(http), RTMP_PORT: String(rtmp) },
        ...{ DATA_DIR: folder, STUDIO_SECRET: TEAM_SECRET },
      },
      stdio: 'ignore',
    });
    await until(() => listens(http), 'the server');
    return new TeamServer(`http://127.0.0.1:${http}`, child, folder);
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode === null) {
      this.#child.kill('SIGTERM');
      await once(this.#child, 'exit');
    }
    await rm(this.#folder, { recursive: true, force: true });
  }
}

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Receipt } from '../../main/live/receipt.ts';
import { electronPath, projectRoot, sandboxSwitches } from './electronPath.ts';
import { until } from './nginxRtmp.ts';
import { LONGEST_MS } from './pace.ts';
import { freshHome, receiptOf } from './studioApp.ts';

export type HandsFreeOptions = {
  /** Through `scripts/start.mjs`, as `npm start -- …` does, instead of the app itself. */
  readonly throughStart?: boolean;
  /** Puts files into the run's folder first. */
  readonly prepare?: (folder: string) => Promise<void>;
};

/** One run of the app without hands: `npm start -- --go-live …`. */
export class HandsFree {
  /** Home and working folder of the run; relative paths in its options are meant from here. */
  readonly folder: string;
  readonly child: ChildProcess;
  /** The exit status, once it has ended. */
  readonly exited: Promise<number>;
  stdout = '';
  stderr = '';

  private constructor(folder: string, child: ChildProcess) {
    this.folder = folder;
    this.child = child;
    child.stdout?.on('data', (data: Buffer) => {
      this.stdout += data;
    });
    child.stderr?.on('data', (data: Buffer) => {
      this.stderr += data;
    });
    this.exited = once(child, 'close').then(([code]) => code ?? -1);
  }

  /** Starts it. `args` may use the folder of the run, which is fresh. */
  static async start(
    args: readonly string[] | ((folder: string) => readonly string[]),
    { throughStart = false, prepare }: HandsFreeOptions = {},
  ): Promise<HandsFree> {
    const { home, env } = await freshHome();
    await prepare?.(home);
    const own = typeof args === 'function' ? args(home) : args;
    const [command, ...before] = throughStart
      ? [process.execPath, join(projectRoot, 'scripts/start.mjs')]
      : [electronPath(), ...sandboxSwitches(), projectRoot];
    // npm says from where it was called; the tests themselves may have been started by it.
    const { npm_lifecycle_event: _event, INIT_CWD: _cwd, ...clean } = env;
    const child = spawn(command as string, [...before, ...own], { cwd: home, env: clean });
    return new HandsFree(home, child);
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  /** The receipt that `--report` wrote. */
  receipt(): Promise<Receipt> {
    return receiptOf(this.path('report.json'));
  }

  /** The line of stderr that says why it failed; there must be exactly one. */
  get errorLines(): string[] {
    return this.stderr.split('\n').filter((line) => line.startsWith('error: '));
  }

  /** Waits until a line of its output says so. */
  async said(text: string, timeoutMs = LONGEST_MS): Promise<void> {
    await until(
      () => {
        if (this.child.exitCode !== null && !this.stdout.includes(text))
          throw new Error(`it ended before it said "${text}":\n${this.stdout}${this.stderr}`);
        return this.stdout.includes(text);
      },
      `"${text}"`,
      timeoutMs,
    );
  }

  /** Ends it, should it still run, and removes its folder. */
  async remove(): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null) {
      this.child.kill('SIGTERM');
      const forced = setTimeout(() => this.child.kill('SIGKILL'), 60_000);
      await this.exited;
      clearTimeout(forced);
    }
    await rm(this.folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}

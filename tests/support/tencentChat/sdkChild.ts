import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';

/** One person on the unmodified SDK, in a process of its own. */
export type SdkChild = {
  /** Carries out one of the orders of `child.mjs`. */
  do(order: string, ...values: unknown[]): Promise<unknown>;
  /** Waits until something like this was heard. */
  hears(what: object): Promise<void>;
  close(): Promise<void>;
};

const HEARD_WITHIN_MS = 8_000;

export async function startSdkChild(url: string, userId: string): Promise<SdkChild> {
  const path = fileURLToPath(new URL('./child.mjs', import.meta.url));
  const child = fork(path, [url, userId], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const calls = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  let count = 0;
  child.on('message', (answer: { id: number; value?: unknown; error?: string }) => {
    const call = calls.get(answer.id);
    calls.delete(answer.id);
    if (answer.error !== undefined) call?.reject(new Error(`${userId}: ${answer.error}`));
    else call?.resolve(answer.value);
  });
  const here = new Promise((resolve, reject) => calls.set(0, { resolve, reject }));
  void ended.then(() => {
    for (const { reject } of calls.values()) reject(new Error(`${userId} is gone`));
  });
  await here;
  const ask = (order: string, ...values: unknown[]) =>
    new Promise<unknown>((resolve, reject) => {
      const id = ++count;
      calls.set(id, { resolve, reject });
      child.send({ id, order, values });
    });
  const heard: unknown[] = [];
  return {
    do: ask,
    hears: (what) =>
      expect
        .poll(
          async () => {
            heard.push(...((await ask('heard')) as unknown[]));
            return heard;
          },
          { timeout: HEARD_WITHIN_MS, interval: 30 },
        )
        .toContainEqual(expect.objectContaining(what)),
    async close() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

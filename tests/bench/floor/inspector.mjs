import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/**
 * Speaks to the app's main process through Node's inspector, from a process of its own, so that
 * nothing of it counts as the app's. Node 20 has a WebSocket only behind a switch.
 * @param {number} port what the app was started with: `--inspect=127.0.0.1:<port>`
 */
export function attach(port) {
  const child = fork(
    fileURLToPath(new URL('./inspectorChild.mjs', import.meta.url)),
    [String(port)],
    {
      execArgv: ['--experimental-websocket', '--no-warnings'],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    },
  );
  /** @type {Map<number, (answer: { value?: unknown, error?: string }) => void>} */
  const waiting = new Map();
  let last = 0;
  const endAll = () => {
    for (const done of waiting.values()) done({ error: 'the inspector has gone' });
    waiting.clear();
  };
  child.on('message', (/** @type {{ id: number, value?: unknown, error?: string }} */ message) => {
    waiting.get(message.id)?.(message);
    waiting.delete(message.id);
  });
  child.on('exit', endAll);
  child.on('error', endAll);
  return {
    /** Runs an expression, of which `electron` is Electron; gives its value, awaited; fails with `too early` before the app's code runs. */
    evaluate: (/** @type {string} */ expression) =>
      new Promise((resolve, reject) => {
        if (!child.connected) return reject(new Error('the inspector has gone'));
        const id = ++last;
        waiting.set(id, ({ value, error }) =>
          error === undefined ? resolve(value) : reject(new Error(error)),
        );
        child.send({ id, expression });
      }),
    /** False once the app, or this, has ended. */
    isThere: () => child.connected,
    close: () => {
      if (child.connected) child.disconnect();
      child.kill('SIGTERM');
    },
  };
}

/**
 * Notes what the stage answers when it is asked for its figures, which hands-free main does once a
 * second: `globalThis.benchFigures`.
 */
export const NOTE_FIGURES = `
  globalThis.benchFigures ??= (() => {
    const told = [];
    electron.ipcMain.on('stage:event', (_event, it) => {
      if (it && it.type === 'figures') told.push({ atMs: Date.now(), ...it.figures });
    });
    return told;
  })();
  true`;

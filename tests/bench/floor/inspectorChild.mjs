import { setTimeout as wait } from 'node:timers/promises';

/** The other end of `inspector.mjs`. */
const port = Number(process.argv[2]);
const TRY_FOR_MS = 30_000;
const TRY_EVERY_MS = 100;

/** @returns {Promise<string>} the address of the process's inspector, once it listens */
async function address() {
  const end = Date.now() + TRY_FOR_MS;
  for (;;) {
    try {
      const [target] = await (await fetch(`http://127.0.0.1:${port}/json/list`)).json();
      return target.webSocketDebuggerUrl;
    } catch (error) {
      if (Date.now() > end) throw error;
      await wait(TRY_EVERY_MS);
    }
  }
}

const socket = address().then(
  (url) =>
    new Promise((resolve, reject) => {
      const opened = new WebSocket(url);
      opened.onopen = () => resolve(opened);
      opened.onerror = () => reject(new Error('no inspector'));
      opened.onclose = () => process.exit(0);
      opened.onmessage = ({ data }) => {
        const { id, result } = JSON.parse(String(data));
        if (!id) return;
        const thrown = result?.exceptionDetails;
        process.send?.(
          thrown
            ? { id, error: thrown.exception?.description ?? thrown.text }
            : { id, value: result?.result?.value },
        );
      };
    }),
);

process.on('message', async ({ id, expression }) => {
  try {
    const opened = await socket;
    opened.send(
      JSON.stringify({
        id,
        method: 'Runtime.evaluate',
        params: {
          // Before the app's own code runs, Node and Electron are not whole yet and must be left alone.
          expression: `(() => {
            if (typeof process.listenerCount !== 'function' || !process.listenerCount('SIGTERM'))
              throw new Error('too early');
            const electron = process.getBuiltinModule('module').createRequire(process.execPath)('electron');
            return eval(${JSON.stringify(expression)});
          })()`,
          awaitPromise: true,
          returnByValue: true,
        },
      }),
    );
  } catch (error) {
    process.send?.({ id, error: String(error) });
  }
});
process.on('disconnect', () => process.exit(0));

import type { ServerEvent, ServerOrder } from '../../common/ipc/server.ts';
import { type RunningServer, startServer } from './server.ts';

/** Entry of the `server` process: a `utilityProcess` of Electron, or a child of plain Node. */

/** After a crash the ports may still belong to the process that is going. */
const PORT_RETRY_MS = 3_000;

type ParentPort = {
  on(event: 'message', listener: (event: { data: unknown }) => void): void;
  postMessage(message: unknown): void;
};

const parentPort = (process as unknown as { parentPort?: ParentPort }).parentPort;

function tell(event: ServerEvent): void {
  if (parentPort) parentPort.postMessage(event);
  else process.send?.(event);
}

let server: RunningServer | null = null;
let streamName = 'live';
let queue = Promise.resolve();

async function obey(order: ServerOrder): Promise<void> {
  switch (order.type) {
    case 'start': {
      if (server) return;
      streamName = order.streamName;
      const started = await startServer({
        ...order,
        ownTls: {
          port: order.httpsPort ?? 0,
          authority: order.authority ?? '',
          keep: (authority) => tell({ type: 'authority', authority }),
        },
        portRetryMs: PORT_RETRY_MS,
        log: (line) => tell({ type: 'log', line }),
        onStream: (state) => tell({ type: 'stream', ...state }),
        onRelay: (report) => tell({ type: 'relay', ...report }),
      });
      if (!started.ok) return tell({ type: 'failed', during: 'start', error: started.error });
      server = started.value;
      const { rtmpPort, httpPort } = server;
      const watchUrl = server.watchUrl(streamName);
      const [shared, https] = [server.shared(), server.https()];
      return tell({ type: 'started', rtmpPort, httpPort, shared, watchUrl, https });
    }
    case 'share': {
      if (!server) return;
      const moved = await server.share(order.shared);
      if (!moved.ok) return tell({ type: 'failed', during: 'share', error: moved.error });
      return tell({
        type: 'shared',
        shared: server.shared(),
        watchUrl: server.watchUrl(streamName),
        https: server.https(),
      });
    }
    case 'relay': {
      const set = server?.relay(order.relays);
      if (set && !set.ok) return tell({ type: 'failed', during: 'relay', error: set.error });
      return;
    }
    case 'stop':
      await server?.close();
      tell({ type: 'stopped' });
      // Lets the last message out.
      setTimeout(() => process.exit(0), 50);
  }
}

const receive = (data: unknown) => {
  // Orders come from main only; one at a time, in order.
  queue = queue.then(() => obey(data as ServerOrder));
};
if (parentPort) parentPort.on('message', ({ data }) => receive(data));
else {
  process.on('message', receive);
  process.on('disconnect', () => process.exit(0));
}

// A parent that was killed says nothing: its child then belongs to someone else.
const parentId = process.ppid;
setInterval(() => {
  if (process.ppid !== parentId) process.exit(0);
}, 1_000).unref();

import { MessageChannel } from 'node:worker_threads';
import type { OutputOrder, StageToOutput } from '../../common/ipc/output.ts';
import type { Port } from '../../main/output/service.ts';

/** What a test sends: an order, a message of the stage, or the order to fail as a bug would. */
export type ChildMessage =
  | { readonly order: OutputOrder }
  | { readonly fromStage: StageToOutput }
  | { readonly bug: string };

/** Runs the output process's entry in plain Node, with Node's IPC in place of Electron's. */
const { port1: stage, port2 } = new MessageChannel();
const stagePort: Port = {
  on: (_, listener) => port2.on('message', (data) => listener({ data })),
  postMessage: (message) => port2.postMessage(message),
  start: () => port2.start(),
  close: () => port2.close(),
};

Object.assign(process, {
  parentPort: {
    postMessage: (event: unknown) => process.send?.(event),
    on: (_: 'message', listener: (message: { data: OutputOrder; ports: Port[] }) => void) => {
      process.on('message', (message: ChildMessage) => {
        if ('order' in message) {
          const ports = message.order.type === 'attachStage' ? [stagePort] : [];
          listener({ data: message.order, ports });
        } else if ('fromStage' in message) stage.postMessage(message.fromStage);
        else throw new Error(message.bug);
      });
    },
  },
});

await import('../../main/output/index.ts');

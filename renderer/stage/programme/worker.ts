import type { FromProgramme, ToProgramme } from './messages.ts';
import { Programme } from './programme.ts';

const post = (message: FromProgramme): void => self.postMessage(message);
let programme: Programme | null = null;
/** Orders that came before `start`. */
const early: ToProgramme[] = [];

function carryOut(order: ToProgramme): void {
  if (order.type === 'start') {
    programme = new Programme(order, post);
    for (const waiting of early.splice(0)) carryOut(waiting);
    return;
  }
  if (!programme) {
    early.push(order);
    return;
  }
  switch (order.type) {
    case 'show':
      return programme.update(order.show);
    case 'encode':
      return programme.setEncoding(order.on);
    case 'output':
      return programme.setOutput(order.port);
    case 'pcm':
      return programme.setPcm(order.port);
    case 'camera':
      return programme.attachCamera(order.sourceId, order.frames);
    case 'present':
      return programme.setPresenting(order.on);
    case 'screenSize':
      return programme.setScreenSize(order.width, order.height);
  }
}

self.onmessage = ({ data }: MessageEvent<ToProgramme>) => carryOut(data);

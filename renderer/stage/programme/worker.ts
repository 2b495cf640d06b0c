import type { FromProgramme, ToProgramme } from './messages.ts';
import { Programme } from './programme.ts';
import { setSlateLocale } from './sources/slate.ts';

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
    case 'patches':
      return programme.patch(order.patches, order.animateMs);
    case 'take':
      return programme.floor.take(order.sceneId, order.transition);
    case 'tbar':
      return programme.floor.tbar(order.sceneId, order.transition, order.position);
    case 'media':
    case 'seekMedia':
      return programme.floor.order(order);
    case 'camera':
      return programme.floor.attach(order.sourceId, order.frames);
    case 'guest':
      return programme.floor.seat(order.sourceId, order.face);
    case 'mediaSound':
      return programme.floor.takeSound(order.sourceId, order.port);
    case 'web':
      return programme.floor.takePages(order.port);
    case 'chat':
      return programme.hear(order.feed);
    case 'locale':
      return setSlateLocale(order.locale);
    case 'encode':
      return programme.setEncoding(order.on);
    case 'measureEncoder':
      return void programme.measureEncoder(order.requestId, order.seconds);
    case 'output':
      return programme.setOutput(order.port);
    case 'pictureTap':
      return programme.tapPicture(order.frames);
    case 'whip':
      return programme.tellOutput(order);
    case 'pcm':
      return programme.setPcm(order.port);
    case 'present':
      return programme.setPresenting(order.on);
    case 'screenSizes':
      return programme.setScreenSizes(order.programme, order.preview);
    case 'newViewer':
      return programme.newViewer();
  }
}

self.onmessage = ({ data }: MessageEvent<ToProgramme>) => carryOut(data);

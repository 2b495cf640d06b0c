import logger from 'node-media-server/src/core/logger.js';

// Its own log prints to the console and may hold whole commands with their secrets: we say what matters ourselves.
logger.log = () => {};

export { default as Flv } from 'node-media-server/src/protocol/flv.js';
export { default as Rtmp, type InvokeMessage } from 'node-media-server/src/protocol/rtmp.js';
export {
  type AVPacket,
  default as BroadcastServer,
} from 'node-media-server/src/server/broadcast_server.js';
export { default as BaseSession } from 'node-media-server/src/session/base_session.js';
export { default as RtmpSession } from 'node-media-server/src/session/rtmp_session.js';

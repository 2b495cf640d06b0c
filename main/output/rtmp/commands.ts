import { AmfError, type AmfObject, type AmfValue, decodeAmf0, encodeAmf0 } from './amf0.ts';
import { messageType, type RtmpMessage } from './message.ts';
import type { RtmpTarget } from './url.ts';

/** A command of the server: `_result`, `_error`, `onStatus`, … */
export type Command = {
  readonly name: string;
  readonly transaction: number;
  /** What follows the command object. */
  readonly args: readonly AmfValue[];
};

/** Names the publisher as encoders do: services pick their ingest behaviour by it. */
const FLASH_VERSION = 'FMLE/3.0 (compatible; Anchor Studio)';

/** Payload of `connect` (RTMP 1.0, section 7.2.1.1). */
export const connectCommand = (transaction: number, target: RtmpTarget): Buffer =>
  encodeAmf0('connect', transaction, {
    app: target.app,
    type: 'nonprivate',
    flashVer: FLASH_VERSION,
    tcUrl: target.tcUrl,
  });

/** Payload of any command without a command object. */
export const plainCommand = (
  name: string,
  transaction: number,
  ...args: readonly AmfValue[]
): Buffer => encodeAmf0(name, transaction, null, ...args);

/** Reads a command message; null when it is none, or not readable: a publisher need not understand all of them. */
export function readCommand(message: RtmpMessage): Command | null {
  const amf3 = message.type === messageType.commandAmf3;
  if (!amf3 && message.type !== messageType.command) return null;
  try {
    // An AMF3 command is a zero byte and then AMF0, for all that servers send.
    const [name, transaction, , ...args] = decodeAmf0(message.payload.subarray(amf3 ? 1 : 0));
    if (typeof name !== 'string') return null;
    return { name, transaction: typeof transaction === 'number' ? transaction : 0, args };
  } catch (error) {
    if (error instanceof AmfError) return null;
    throw error;
  }
}

/** `level` and `code` of an information object; empty where missing. */
export function statusOf(command: Command): { level: string; code: string } {
  const info = command.args[0];
  if (typeof info !== 'object' || info === null) return { level: '', code: '' };
  const { level, code } = info as AmfObject;
  return {
    level: typeof level === 'string' ? level : '',
    code: typeof code === 'string' ? code : '',
  };
}

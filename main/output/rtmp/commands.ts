import type { VideoCodec } from '../../../common/media/packet.ts';
import { FOUR_CC } from '../flv/fourCc.ts';
import {
  AmfError,
  type AmfObject,
  type AmfValue,
  decodeAmf0,
  EcmaArray,
  encodeAmf0,
} from './amf0.ts';
import { messageType, type RtmpMessage } from './message.ts';
import type { RtmpTarget } from './url.ts';

/** A command of the server: `_result`, `_error`, `onStatus`, … */
export type Command = {
  readonly name: string;
  readonly transaction: number;
  /** The command object; of the answer to `connect` the server's properties. */
  readonly object: AmfValue;
  /** What follows the command object. */
  readonly args: readonly AmfValue[];
};

/** Names the publisher as encoders do: services pick their ingest behaviour by it. */
const FLASH_VERSION = 'FMLE/3.0 (compatible; Anchor Studio)';

/** What a peer can do with a codec (E-RTMP v2, FourCcInfoMask). */
const can = { decode: 1, encode: 2, forward: 4 } as const;
/** Abilities beyond the codecs (CapsExMask). */
const caps = { reconnect: 1 } as const;

/** Payload of `connect` (RTMP 1.0, section 7.2.1.1; E-RTMP v2, "Enhancing NetConnection connect Command"). */
export const connectCommand = (transaction: number, target: RtmpTarget): Buffer =>
  encodeAmf0('connect', transaction, {
    app: target.app,
    type: 'nonprivate',
    flashVer: FLASH_VERSION,
    tcUrl: target.tcUrl,
    fourCcList: Object.values(FOUR_CC),
    videoFourCcInfoMap: Object.fromEntries(
      Object.values(FOUR_CC).map((fourCc) => [fourCc, can.encode]),
    ),
    capsEx: caps.reconnect,
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
    const [name, transaction, object, ...args] = decodeAmf0(message.payload.subarray(amf3 ? 1 : 0));
    if (typeof name !== 'string') return null;
    return { name, transaction: typeof transaction === 'number' ? transaction : 0, object, args };
  } catch (error) {
    if (error instanceof AmfError) return null;
    throw error;
  }
}

const fieldsOf = (value: AmfValue): AmfObject => {
  if (value instanceof EcmaArray) return value.entries;
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject && !(value instanceof Date) ? (value as AmfObject) : {};
};

const textOf = (value: AmfValue): string => (typeof value === 'string' ? value : '');

/** `level` and `code` of an information object; empty where missing. */
export function statusOf(command: Command): { level: string; code: string } {
  const { level, code } = fieldsOf(command.args[0]);
  return { level: textOf(level), code: textOf(code) };
}

/**
 * The codecs that a server says it takes, in its answer to `connect`: it can decode or forward them.
 * Servers that know no E-RTMP say nothing, and take H.264 as all do.
 */
export function codecsOf({ object, args }: Command): readonly VideoCodec[] {
  const fields = [fieldsOf(object), fieldsOf(args[0])];
  const takes = (fourCc: string): boolean =>
    fields.some(({ fourCcList, videoFourCcInfoMap }) => {
      const flags = fieldsOf(videoFourCcInfoMap)[fourCc];
      if (typeof flags === 'number' && (flags & (can.decode | can.forward)) !== 0) return true;
      const list: readonly AmfValue[] = Array.isArray(fourCcList)
        ? fourCcList
        : Object.values(fieldsOf(fourCcList));
      return list.includes(fourCc);
    });
  const enhanced = (['hevc', 'av1'] as const).filter((it) => takes(FOUR_CC[it]) || takes('*'));
  return ['h264', ...enhanced];
}

/** A server's wish that we connect anew: to `tcUrl`, or where we are where that is null. */
export function reconnectAskedBy(command: Command): { readonly tcUrl: string | null } | null {
  const { code, tcUrl } = fieldsOf(command.args[0]);
  if (command.name !== 'onStatus' || code !== 'NetConnection.Connect.ReconnectRequest') return null;
  return { tcUrl: textOf(tcUrl) || null };
}

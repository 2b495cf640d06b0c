import type { z } from 'zod';
import { ok, type Result } from '../../../common/result.ts';
import { depthOf } from '../jsonDepth.ts';

/** A frame that is not understood, with the call or the command to answer where it names one. */
export type BadFrame = { readonly call: number | null; readonly id: string | null };

const MOST_ID_CHARS = 64;
const nameless: BadFrame = { call: null, id: null };

/** One text frame of a client, as a schema wants it. Never throws, whatever is in it. */
export function parseFrame<S extends z.ZodType>(
  text: string,
  depth: number,
  schema: S,
): Result<z.output<S>, BadFrame> {
  if (depthOf(text) > depth) return { ok: false, error: nameless };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { ok: false, error: nameless };
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return ok(parsed.data);
  const { call, id } = (value ?? {}) as { call?: unknown; id?: unknown };
  return {
    ok: false,
    error: {
      call: Number.isSafeInteger(call) ? (call as number) : null,
      id: typeof id === 'string' && id !== '' && id.length <= MOST_ID_CHARS ? id : null,
    },
  };
}

const TEXT = 0x81;

/**
 * A whole WebSocket frame, header and all, of a server: not masked. It is made once and written to
 * every socket as it is; `ws` would make a header of its own for each.
 */
export function textFrame(text: string): Buffer {
  const bytes = Buffer.byteLength(text);
  const head = bytes < 126 ? 2 : bytes < 65_536 ? 4 : 10;
  const frame = Buffer.allocUnsafe(head + bytes);
  frame[0] = TEXT;
  if (head === 2) frame[1] = bytes;
  else if (head === 4) {
    frame[1] = 126;
    frame.writeUInt16BE(bytes, 2);
  } else {
    frame[1] = 127;
    frame.writeBigUInt64BE(BigInt(bytes), 2);
  }
  frame.write(text, head);
  return frame;
}

import type { IncomingMessage } from 'node:http';
import { err, ok, type Result } from '../../../common/result.ts';
import { depthOf } from '../jsonDepth.ts';

const MOST_JSON_DEPTH = 16;

/** Reads a body of at most `mostBytes`. `INPUT_INVALID` for a longer one, `DISCONNECTED`. */
export function readBody(request: IncomingMessage, mostBytes: number): Promise<Result<Buffer>> {
  const tooLong = err('INPUT_INVALID', `the body has more than ${mostBytes} bytes`, { mostBytes });
  if (Number(request.headers['content-length'] ?? 0) > mostBytes) return Promise.resolve(tooLong);
  return new Promise((resolve) => {
    const parts: Buffer[] = [];
    let bytes = 0;
    request.on('data', (part: Buffer) => {
      bytes += part.length;
      if (bytes > mostBytes) {
        request.pause();
        resolve(tooLong);
      } else parts.push(part);
    });
    request.on('end', () => resolve(ok(Buffer.concat(parts, bytes))));
    request.on('error', () => resolve(err('DISCONNECTED', 'the request was cut')));
    request.on('close', () => resolve(err('DISCONNECTED', 'the request was cut')));
  });
}

/** Reads a JSON object; none at all is an empty one. `INPUT_INVALID`, `DISCONNECTED`. */
export async function readJson(
  request: IncomingMessage,
  mostBytes: number,
): Promise<Result<Readonly<Record<string, unknown>>>> {
  const type = (request.headers['content-type'] ?? 'application/json').toLowerCase();
  if (!/^(application\/(\S+\+)?json|text\/plain)\b/.test(type))
    return err('INPUT_INVALID', 'the body must be JSON');
  const body = await readBody(request, mostBytes);
  if (!body.ok) return body;
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(body.value).trim();
  } catch {
    return err('INPUT_INVALID', 'the body is not UTF-8');
  }
  if (text === '') return ok({});
  if (depthOf(text) > MOST_JSON_DEPTH)
    return err('INPUT_INVALID', `the body is more than ${MOST_JSON_DEPTH} levels deep`);
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return ok(value as Record<string, unknown>);
  } catch {
    // Said below.
  }
  return err('INPUT_INVALID', 'the body must be a JSON object');
}

import { readFile, stat } from 'node:fs/promises';
import { z } from 'zod';
import type { RelayOrder } from '../../../common/ipc/server.ts';
import { err, ok, type Result } from '../../../common/result.ts';
import { limits } from '../limits.ts';
import { streamNamePattern } from '../publishAuth.ts';
import { checkRelays } from './check.ts';

const entries = z
  .array(
    z.strictObject({
      stream: z.string().regex(streamNamePattern),
      to: z.array(z.string().min(1).max(2048)).min(1),
    }),
  )
  .max(limits.relay.maxTargets);

/**
 * Reads what is to be sent on: `[{"stream": "live", "to": ["rtmp://…", "rtmps://…"]}]`, or the path of
 * a file that holds it. Errors: `FILE_MISSING`, `INPUT_INVALID`, `URL_INVALID`; none holds a key.
 */
export async function readRelays(textOrFile: string): Promise<Result<readonly RelayOrder[]>> {
  const inPlace = textOrFile.trimStart().startsWith('[');
  const text = inPlace ? ok(textOrFile) : await readFileBounded(textOrFile);
  if (!text.ok) return text;
  const where = inPlace ? 'the relay setting' : `the relay file ${textOrFile}`;
  let value: unknown;
  try {
    value = JSON.parse(text.value);
  } catch {
    return err('INPUT_INVALID', `${where} is not JSON: [{"stream": "live", "to": ["rtmp://…"]}]`);
  }
  const parsed = entries.safeParse(value);
  if (!parsed.success) {
    const at = parsed.error.issues[0]?.path.join('.') ?? '';
    return err(
      'INPUT_INVALID',
      `${where} must read [{"stream": "live", "to": ["rtmp://…"]}]; wrong at "${at}"`,
    );
  }
  const relays = parsed.data.flatMap(({ stream, to }) => to.map((url) => ({ stream, url })));
  return checkRelays(relays.map((relay, at) => ({ ...relay, id: String(at + 1) })));
}

async function readFileBounded(file: string): Promise<Result<string>> {
  try {
    const { size } = await stat(file);
    if (size > limits.relay.maxConfigBytes) {
      return err('INPUT_INVALID', `the relay file ${file} has ${size} bytes; 64 KiB at most`);
    }
    return ok(await readFile(file, 'utf8'));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return err('FILE_MISSING', `cannot read the relay file ${file} (${code})`);
  }
}

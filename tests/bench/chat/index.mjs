import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { makeChatProgram } from '../../support/chatProgram.mjs';
import { describeCommit, describeMachine } from '../machine.mjs';
import { withFigures } from '../page.mjs';
import { chatMarkdown } from './markdown.mjs';
import { measure } from './measure.mjs';

/** A second in, together a thousand. */
const rates = { texts: 150, gifts: 18, orders: 2, likes: 830 };
const HOLDS_MS = 1_000;

/**
 * One room with many viewers who are talking, beside a plain socket.io server; then many rooms.
 * @param {{ viewers: number, rooms: number, seconds: number, sample: number, steps: number[], only?: string, out?: string, docs?: string }} options
 * @param {AbortSignal} signal
 * @returns {Promise<number>} exit status
 */
export async function benchChat(options, signal) {
  const { viewers, rooms, seconds, sample, steps, out, docs } = options;
  const folder = await mkdtemp(join(tmpdir(), 'anchor-bench-'));
  const program = await makeChatProgram();
  try {
    const results = {
      date: new Date().toISOString(),
      commit: await describeCommit(),
      machine: await describeMachine(),
      /** Of the minute before; what else runs makes the servers late. */
      loadBefore: loadavg()[0] ?? 0,
      options: { viewers, rooms, seconds, sample, steps, rates },
      turns: /** @type {Awaited<ReturnType<typeof measure>>[]} */ ([]),
      /** Viewers of one room that the peer holds; 0 where not even the first step. */
      held: 0,
      ratios: /** @type {null | { viewers: number, rooms: number, cores: number, p99: number }} */ (
        null
      ),
    };
    const take = async (kindName, load) => {
      const place = { folder, program: program.script, turn: results.turns.length };
      const turn = await measure(kindName, { seconds, sample, rates, ...load }, place, signal);
      results.turns.push(turn);
      const says = turn.failed ?? `text p99 ${Math.round(turn.textP99Ms ?? 0)} ms`;
      console.log(`${kindName}, ${load.rooms} rooms, ${load.viewers} viewers: ${says}`);
      return turn;
    };
    await take('ours', { viewers, rooms: 1 });
    for (const step of steps) {
      if (signal.aborted) break;
      const turn = await take('peer', { viewers: step, rooms: 1, sample: Math.min(sample, 20) });
      if (!holds(turn)) break;
      results.held = step;
    }
    const one = signal.aborted ? null : await take('ours', { viewers, rooms });
    const other = signal.aborted ? null : await take('peer', { viewers, rooms });
    if (signal.aborted) {
      console.log('Stopped.');
      return 1;
    }
    if (one && other && !one.failed && !other.failed) {
      results.ratios = {
        ...{ viewers, rooms },
        cores: other.serverCores / one.serverCores,
        p99: (other.textP99Ms ?? 0) / (one.textP99Ms ?? 1),
      };
    }
    const text = chatMarkdown(results);
    console.log(text);
    if (out) {
      await mkdir(dirname(resolve(out)), { recursive: true });
      await writeFile(out, `${JSON.stringify(results, rounded, 2)}\n`);
      console.log(`\nWritten to ${out}`);
    }
    if (docs) await writeFile(docs, withFigures(await readFile(docs, 'utf8'), 'chat', text));
    return results.turns.some((it) => it.kindName === 'ours' && it.failed) ? 1 : 0;
  } finally {
    await rm(folder, { recursive: true, force: true });
    await rm(program.folder, { recursive: true, force: true });
  }
}

const holds = (turn) =>
  !turn.failed &&
  turn.closed === 0 &&
  turn.controlLost === 0 &&
  (turn.textP99Ms ?? Infinity) < HOLDS_MS;

const rounded = (_key, value) =>
  typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(5)) : value;

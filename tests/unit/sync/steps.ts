import fc from 'fast-check';
import type { World } from './world.ts';

/** Runs of a model: few beside the other tests, 100,000 by `npm run models`. */
export const modelRuns = (few: number) => Number(process.env.MODEL_RUNS ?? few);

/** What a network and a power cut do to the clients of a server. */
export function cruelSteps<W extends World<any, any, any>>(
  names: readonly string[],
  step: (name: string, run: (world: W) => void) => fc.Command<object, W>,
): fc.Arbitrary<fc.Command<object, W>>[] {
  const who = fc.constantFrom(...names);
  const onLetter = (name: string, run: (world: W, at: number) => void) =>
    fc.nat({ max: 20 }).map((at) =>
      step(`${name} ${at}`, (world) => {
        if (world.letters.length > 0) run(world, at);
      }),
    );
  const rarely = (name: string, run: (world: W) => void) =>
    fc.nat({ max: 9 }).map((it) => (it === 0 ? step(name, run) : step('-', () => {})));
  return [
    onLetter('deliver', (world, at) => world.deliver(at)),
    onLetter('deliver', (world, at) => world.deliver(at)),
    fc.constant(step('deliver all', (world) => world.deliverAll())),
    onLetter('lose', (world, at) => world.lose(at)),
    onLetter('double', (world, at) => world.double(at)),
    fc
      .constantFrom(1, 500, 1_500, 9_999, 21_000, 31_000)
      .map((ms) => step(`wait ${ms}`, (world) => world.wait(ms))),
    who.map((it) => step(`cut ${it}`, (world) => world.cut(it))),
    who.map((it) => step(`join ${it}`, (world) => world.join(it))),
    who.map((it) => step(`restart ${it}`, (world) => world.restart(it))),
    rarely('the server is killed', (world) => world.restartServer()),
  ];
}

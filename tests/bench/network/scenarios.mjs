import { GOOD } from './link.mjs';

/**
 * @typedef {object} Place what a fault can be done to
 * @property {{ set: (condition: import('./link.mjs').Condition) => void }} cable
 * @property {(order: 'kill' | 'start' | 'stall' | 'resume') => void} server
 * @property {number} kbps of the whole stream, as it was before
 *
 * @typedef {object} Scenario
 * @property {string} id
 * @property {string} title
 * @property {number} seconds that the fault lasts
 * @property {boolean} short part of the short form
 * @property {boolean} offAir whether nothing can arrive meanwhile
 * @property {(place: Place) => void} begin
 * @property {(place: Place) => void} end
 */

const mend = (/** @type {Place} */ { cable }) => cable.set(GOOD);

const stop = (/** @type {number} */ seconds, /** @type {boolean} */ short) => ({
  id: `stop-${seconds}`,
  title: `full stop for ${seconds} s, no reset`,
  seconds,
  short,
  offAir: true,
  begin: ({ cable }) => cable.set({ cut: true }),
  end: mend,
});

/** @type {readonly Scenario[]} */
export const SCENARIOS = [
  {
    id: 'half',
    title: 'link falls to 50 % of the bitrate',
    seconds: 12,
    short: true,
    offAir: false,
    begin: ({ cable, kbps }) => cable.set({ kbps: kbps * 0.5 }),
    end: mend,
  },
  {
    id: 'quarter',
    title: 'link falls to 25 % of the bitrate',
    seconds: 12,
    short: false,
    offAir: false,
    begin: ({ cable, kbps }) => cable.set({ kbps: kbps * 0.25 }),
    end: mend,
  },
  {
    id: 'loss',
    title: '5 % of the packets are lost, both ways',
    seconds: 12,
    short: false,
    offAir: false,
    begin: ({ cable }) => cable.set({ loss: 0.05 }),
    end: mend,
  },
  {
    id: 'delay',
    title: '300 ms ± 100 ms, both ways',
    seconds: 12,
    short: false,
    offAir: false,
    begin: ({ cable }) => cable.set({ delayMs: 300, jitterMs: 100 }),
    end: mend,
  },
  stop(1, false),
  stop(10, true),
  {
    id: 'killed',
    title: 'server killed, back after 5 s',
    seconds: 5,
    short: true,
    offAir: true,
    begin: ({ server }) => server('kill'),
    end: ({ server }) => server('start'),
  },
  {
    id: 'stalled',
    title: 'server accepts and then stalls for 10 s',
    seconds: 10,
    short: false,
    offAir: true,
    begin: ({ server }) => server('stall'),
    end: ({ server }) => server('resume'),
  },
  stop(100, false),
];

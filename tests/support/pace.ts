/**
 * `npm test` asks nothing of the machine's speed: counts, order and media time only. What the studio
 * promises of a machine that is its own (no frame skipped, back within two seconds) is checked as
 * well by `npm test -- --strict`, which sets `ANCHOR_STRICT=1`.
 */
export const STRICT = process.env.ANCHOR_STRICT === '1';

/**
 * A time that is promised of a machine that is the studio's own, ms; else ten times as long, so that
 * what hangs or waits for the wrong thing is still found.
 */
export const within = (ms: number): number => (STRICT ? ms : 10 * ms);

/** Only ends what hangs, ms: a virtual machine may have a quarter of its processors for minutes. */
export const LONGEST_MS = 120_000;

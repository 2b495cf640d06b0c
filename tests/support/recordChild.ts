import { setTimeout } from 'node:timers/promises';
import { Recorder } from '../../main/output/recorder/index.ts';
import { moved, readProgramme } from './packets.ts';

/**
 * Records a programme over and over until killed, printing the milliseconds handed over so far.
 * Arguments: programme file, recording, speed (1 is real time).
 */
const [source = '', file = '', speed = '1'] = process.argv.slice(2);
const { video, audio, packets } = await readProgramme(source);
const loopUs = packets.reduce((end, packet) => Math.max(end, packet.ptsUs + packet.durationUs), 0);
const recorder = new Recorder();
const started = await recorder.start(file);
if (!started.ok) throw new Error(started.error.message);
recorder.setFormat(video);
recorder.setFormat(audio);
const startedAtMs = performance.now();
for (let loop = 0; ; loop += 1) {
  for (const packet of packets) {
    const timed = moved(packet, loop * loopUs);
    const waitMs = timed.dtsUs / 1_000 / Number(speed) - (performance.now() - startedAtMs);
    if (waitMs > 1) await setTimeout(waitMs);
    recorder.write(timed);
    if (timed.track === 'video') process.stdout.write(`${Math.round(timed.dtsUs / 1_000)}\n`);
  }
}

import type { SourceOf } from '../../../../common/show/sources.ts';
import { createCapturedPicture } from './captured.ts';
import type { Picture, ReportWarning } from './picture.ts';
import { partOf } from './region.ts';
import { SignalWatch } from './signalWatch.ts';
import { createSlatePicture } from './slatePicture.ts';

/** A screen, a window or a part of one; a slate while it is not there. One on which nothing moves gives no frames. */
export function createScreenPicture(first: SourceOf<'screen'>, warn: ReportWarning): Picture {
  const { id } = first;
  let source = first;
  const slate = createSlatePicture(id, () => ({
    reason: source.target === 'window' ? 'windowClosed' : 'screenMissing',
    name: source.title || source.name,
  }));
  const signal = new SignalWatch((on) => warn('noSignal', id, on));
  return createCapturedPicture({
    id,
    owned: [slate],
    update(changed) {
      if (changed.kind === 'screen') source = changed;
    },
    part: (frame) => partOf(frame, source.region),
    standIn: (attached) => (attached === 'no' ? slate : null),
    onShown: (current, _fresh, { timeUs }) => signal.look(timeUs, current === null),
    onUnseen: () => signal.rest(),
  });
}

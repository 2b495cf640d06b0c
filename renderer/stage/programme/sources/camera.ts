import type { SourceOf } from '../../../../common/show/sources.ts';
import { createCapturedPicture } from './captured.ts';
import { FrozenWatch } from './frozenWatch.ts';
import type { Picture, ReportWarning } from './picture.ts';
import { SignalWatch } from './signalWatch.ts';
import { createSlatePicture } from './slatePicture.ts';
import { createTestPicture } from './testPicture.ts';

/**
 * A camera. A named one that is not there shows a slate; `default` on a machine without a camera
 * shows the test picture.
 */
export function createCameraPicture(first: SourceOf<'camera'>, warn: ReportWarning): Picture {
  const { id } = first;
  let source = first;
  const test = createTestPicture(id);
  const slate = createSlatePicture(id, () => ({ reason: 'cameraMissing', name: source.name }));
  const signal = new SignalWatch((on) => warn('noSignal', id, on));
  const frozen = new FrozenWatch((on) => warn('frozenPicture', id, on));

  return createCapturedPicture({
    id,
    owned: [test, slate],
    update(changed) {
      if (changed.kind === 'camera') source = changed;
    },
    flipX: () => source.mirrored,
    standIn(attached) {
      if (source.deviceId === 'default') return test;
      return attached === 'no' ? slate : null;
    },
    onShown(current, fresh, { timeUs }) {
      if (fresh) signal.signal(timeUs);
      signal.look(timeUs, source.deviceId !== 'default' || current !== null);
      if (current) void frozen.look(current, timeUs);
      else frozen.rest();
    },
    onUnseen() {
      signal.rest();
      frozen.rest();
    },
  });
}

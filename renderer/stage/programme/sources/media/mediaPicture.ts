import type { SourceOf } from '../../../../../common/show/sources.ts';
import type { Layer } from '../../../compositor/backend.ts';
import {
  nextRevision,
  type Picture,
  type ReportProblem,
  type ReportWarning,
  type Size,
  whole,
} from '../picture.ts';
import { SignalWatch } from '../signalWatch.ts';
import type { MediaFile } from './mediaFile.ts';
import { Player } from './player.ts';

/** A video or audio file, or a list of them, on programme time. */
export function createMediaPicture(
  first: SourceOf<'media'>,
  report: ReportProblem,
  warn: ReportWarning,
): Picture {
  const { id } = first;
  const player = new Player(first, (error) => report(id, error));
  const watch = new SignalWatch((on) => warn('noSignal', id, on));
  let changes = -1;
  let revision = 0;

  const sizeNow = (): Size | null => {
    const picture = player.picture;
    return picture && turnedSize(picture.frame, picture.file);
  };

  return {
    get size() {
      return sizeNow();
    },
    get ready() {
      return player.ready;
    },
    layers(moment) {
      player.advance(moment.timeUs, moment.fps);
      if (player.changes !== changes) {
        changes = player.changes;
        revision = nextRevision();
        watch.signal(moment.timeUs);
      }
      watch.look(moment.timeUs, player.isPlaying && player.showsPictures);
      const { picture } = player;
      if (!picture) return [];
      const content: Layer['content'] = { kind: 'video', frame: picture.frame, revision };
      return [turned(id, content, picture.frame, picture.file)];
    },
    update(source) {
      if (source.kind === 'media') player.update(source);
    },
    seen(where) {
      player.seen(where);
      if (where === 'nowhere') watch.rest();
    },
    takeSound: (port) => player.setSink(port),
    get playing() {
      return player.state;
    },
    order(order) {
      if (order.sourceId !== id) return;
      if (order.type === 'seekMedia') player.seek(order.seconds);
      else player.act(order.act);
    },
    dispose() {
      watch.rest();
      player.dispose();
    },
  };
}

const isAcross = ({ rotationDegrees }: MediaFile): boolean => rotationDegrees % 180 === 90;

function turnedSize({ displayWidth, displayHeight }: VideoFrame, file: MediaFile): Size {
  return isAcross(file)
    ? { width: displayHeight, height: displayWidth }
    : { width: displayWidth, height: displayHeight };
}

/** A telephone's film lies on its side and says so: turned upright within a picture of its own. */
function turned(id: string, content: Layer['content'], frame: VideoFrame, file: MediaFile): Layer {
  const size = turnedSize(frame, file);
  const { displayWidth: width, displayHeight: height } = frame;
  if (file.rotationDegrees === 0) return { id, content, rect: whole(size), opacity: 1 };
  const rect = { x: (size.width - width) / 2, y: (size.height - height) / 2, width, height };
  const { rotationDegrees } = file;
  const layers = [{ id: 'turned', content, rect, opacity: 1, rotationDegrees }];
  return { id, content: { kind: 'group', layers, ...size }, rect: whole(size), opacity: 1 };
}

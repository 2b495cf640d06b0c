import type { SourceOf } from '../../../../../common/show/sources.ts';
import type { Layer } from '../../../compositor/backend.ts';
import { createCapturedPicture } from '../captured.ts';
import { type GuestFace, nextRevision, type Picture, type Size, whole } from '../picture.ts';
import { SLATE_SIZE, slateLocale, slateVersion } from '../slate.ts';
import { drawEmptySeat, drawPerson, drawTag, TAG_PX } from './plates.ts';
import { guestWords } from './words.ts';

/** Height of a tag and its distance from the edge, and the border's width: parts of the picture's height. */
const TAG = 0.08;
const EDGE = 0.03;
const BORDER = 0.012;
const BORDER_COLOUR = '#3ddc84';

/** Something drawn once for each of its wordings. */
class Drawn {
  #of = '';
  #image: OffscreenCanvas | null = null;
  #revision = 0;

  content(of: string, draw: () => OffscreenCanvas): Extract<Layer['content'], { kind: 'bitmap' }> {
    const key = `${slateVersion()} ${of}`;
    if (!this.#image || this.#of !== key) {
      this.#image = draw();
      this.#of = key;
      this.#revision = nextRevision();
    }
    return { kind: 'bitmap', image: this.#image, revision: this.#revision };
  }

  forget(): void {
    this.#image = null;
  }
}

/**
 * Who sits on a seat: the picture that comes, a plate with the name while the camera is off, a slate
 * while nobody is there. A guest who is lost keeps the last picture, with a notice.
 */
export function createGuestPicture(first: SourceOf<'guest'>): Picture {
  const { id } = first;
  let source = first;
  let face: GuestFace | null = null;
  const [plate, tag, notice] = [new Drawn(), new Drawn(), new Drawn()];
  const border = nextRevision();
  const captured = createCapturedPicture({
    id,
    holds: true,
    owned: [],
    update: () => {},
    standIn: () => null,
    onShown: () => {},
    onUnseen: () => {},
  });
  const hasVideo = (): boolean => face !== null && !face.cameraOff && captured.size !== null;

  const tagLayer = (drawn: Drawn, name: string, text: string, size: Size, top: boolean): Layer => {
    const content = drawn.content(text, () => drawTag(text));
    const high = size.height * TAG;
    const wide = Math.min(size.width * 0.9, (content.image.width * high) / TAG_PX);
    const edge = size.height * EDGE;
    const y = top ? edge : size.height - edge - high;
    const rect = { x: edge, y, width: wide, height: high };
    return { id: `${id}:${name}`, content, rect, opacity: 1 };
  };

  const borderLayers = ({ width, height }: Size): Layer[] => {
    const thick = Math.max(2, Math.round(height * BORDER));
    const content = { kind: 'fill', colour: BORDER_COLOUR, revision: border } as const;
    const sides = [
      { x: 0, y: 0, width, height: thick },
      { x: 0, y: height - thick, width, height: thick },
      { x: 0, y: thick, width: thick, height: height - 2 * thick },
      { x: width - thick, y: thick, width: thick, height: height - 2 * thick },
    ];
    return sides.map((rect, at) => ({ id: `${id}:border${at}`, content, rect, opacity: 1 }));
  };

  return {
    get size() {
      return hasVideo() ? captured.size : SLATE_SIZE;
    },
    layers(moment, place) {
      const plateLayer = (of: string, draw: () => OffscreenCanvas): Layer => ({
        id: `${id}:plate`,
        content: plate.content(of, draw),
        rect: whole(SLATE_SIZE),
        opacity: 1,
      });
      // Frames that wait are looked at also while the plate is seen.
      const frames = captured.layers(moment, place);
      if (!face) return [plateLayer(`${source.seat}`, () => drawEmptySeat(source.seat))];
      const { name, lost, speaking } = face;
      const shows = hasVideo();
      const size = (shows ? captured.size : null) ?? SLATE_SIZE;
      const { lost: lostWords } = guestWords[slateLocale()];
      return [
        ...(shows ? frames : [plateLayer(`${name}`, () => drawPerson(name))]),
        ...(shows && source.nameTag && name ? [tagLayer(tag, 'tag', name, size, false)] : []),
        ...(lost ? [tagLayer(notice, 'notice', lostWords, size, true)] : []),
        ...(source.speakingBorder && speaking && !lost ? borderLayers(size) : []),
      ];
    },
    update(changed) {
      if (changed.kind === 'guest') source = changed;
    },
    seen(where) {
      captured.seen(where);
      if (where === 'nowhere') for (const drawn of [plate, tag, notice]) drawn.forget();
    },
    attach: (frames) => captured.attach?.(frames),
    face(next) {
      face = next;
    },
    dispose: () => captured.dispose(),
  };
}

import type { Crop, Rect } from '../../../../../common/show/geometry.ts';
import type { SourceOf } from '../../../../../common/show/sources.ts';
import type { Layer } from '../../../compositor/backend.ts';
import { createCapturedPicture } from '../captured.ts';
import {
  type GuestFace,
  nextRevision,
  type Picture,
  type Place,
  type Size,
  whole,
} from '../picture.ts';
import { SLATE_SIZE, slateLocale, slateVersion } from '../slate.ts';
import { drawEmptySeat, drawPerson, drawTag, PLATE_COLOUR, TAG_PX } from './plates.ts';
import { guestWords } from './words.ts';

/** Height of a tag and its distance from the edge, and the border's width: parts of the shorter side. */
const TAG = 0.08;
const EDGE = 0.03;
const BORDER = 0.015;
const LEAST_BORDER_PX = 4;
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

type Fitted = { readonly rect: Rect; readonly crop?: Crop };

/** How a picture of one size meets a place of another. */
function fitted(size: Size, place: Place): Fitted {
  const [across, down] = [place.width / size.width, place.height / size.height];
  if (place.fit === 'stretch') return { rect: whole(place) };
  if (place.fit === 'contain') {
    const scale = Math.min(across, down);
    const width = Math.round(size.width * scale);
    const height = Math.round(size.height * scale);
    const x = Math.round((place.width - width) / 2);
    const y = Math.round((place.height - height) / 2);
    return { rect: { x, y, width, height } };
  }
  const scale = Math.max(across, down);
  const overX = (1 - across / scale) / 2;
  const overY = (1 - down / scale) / 2;
  return { rect: whole(place), crop: { left: overX, right: overX, top: overY, bottom: overY } };
}

/**
 * Who sits on a seat: the picture that comes, a plate with the name while the camera is off, a slate
 * while nobody is there. A guest who is lost keeps the last picture, with a notice. It is drawn for
 * its place, so that what is written into it is whole there, whatever shape a phone's picture has.
 */
export function createGuestPicture(first: SourceOf<'guest'>): Picture {
  const { id } = first;
  let source = first;
  let face: GuestFace | null = null;
  const [plate, tag, notice] = [new Drawn(), new Drawn(), new Drawn()];
  const [border, ground] = [nextRevision(), nextRevision()];
  const captured = createCapturedPicture({
    id,
    holds: true,
    owned: [],
    update: () => {},
    standIn: () => null,
    onShown: () => {},
    onUnseen: () => {},
  });

  const plateLayers = (of: string, draw: () => OffscreenCanvas, place: Place): Layer[] => {
    const { rect } = fitted(SLATE_SIZE, { ...place, fit: 'contain' });
    const fill = { kind: 'fill', colour: PLATE_COLOUR, revision: ground } as const;
    return [
      { id: `${id}:ground`, content: fill, rect: whole(place), opacity: 1 },
      { id: `${id}:plate`, content: plate.content(of, draw), rect, opacity: 1 },
    ];
  };

  const tagLayer = (drawn: Drawn, name: string, text: string, on: Rect, top: boolean): Layer => {
    const content = drawn.content(text, () => drawTag(text));
    const high = Math.min(on.height, on.width) * TAG;
    const edge = Math.min(on.height, on.width) * EDGE;
    const wide = Math.min(on.width - 2 * edge, (content.image.width * high) / TAG_PX);
    const y = top ? on.y + edge : on.y + on.height - edge - high;
    const rect = { x: on.x + edge, y, width: wide, height: high };
    return { id: `${id}:${name}`, content, rect, opacity: 1 };
  };

  const borderLayers = ({ x, y, width, height }: Rect): Layer[] => {
    const thick = Math.max(LEAST_BORDER_PX, Math.round(Math.min(width, height) * BORDER));
    const content = { kind: 'fill', colour: BORDER_COLOUR, revision: border } as const;
    const sides = [
      { x, y, width, height: thick },
      { x, y: y + height - thick, width, height: thick },
      { x, y: y + thick, width: thick, height: height - 2 * thick },
      { x: x + width - thick, y: y + thick, width: thick, height: height - 2 * thick },
    ];
    return sides.map((rect, at) => ({ id: `${id}:border${at}`, content, rect, opacity: 1 }));
  };

  return {
    size: null,
    layers(moment, place) {
      // Frames that wait are looked at also while the plate is seen.
      const [video] = captured.layers(moment, place);
      if (!face) return plateLayers(`${source.seat}`, () => drawEmptySeat(source.seat), place);
      const { name, cameraOff, lost, speaking } = face;
      const shows = video && captured.size && !cameraOff;
      const fit = shows ? fitted(captured.size, place) : { rect: whole(place) };
      const { lost: lostWords } = guestWords[slateLocale()];
      return [
        ...(shows ? [{ ...video, ...fit }] : plateLayers(name, () => drawPerson(name), place)),
        ...(shows && source.nameTag && name ? [tagLayer(tag, 'tag', name, fit.rect, false)] : []),
        ...(lost ? [tagLayer(notice, 'notice', lostWords, fit.rect, true)] : []),
        ...(source.speakingBorder && speaking && !lost ? borderLayers(fit.rect) : []),
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

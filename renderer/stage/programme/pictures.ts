import type { OverlayFeed } from '../../../common/chat/overlay.ts';
import type { WebFrame } from '../../../common/ipc/stage.ts';
import type { MediaState } from '../../../common/live/telemetry.ts';
import type { ShowState } from '../../../common/show/slices.ts';
import type { Source } from '../../../common/show/sources.ts';
import { ChatTalk } from './sources/chat/talk.ts';
import type { GuestFace, MediaOrder, Picture, Seen, Size } from './sources/picture.ts';
import { createPicture, type OwnPicture, type PictureReports } from './sources/table.ts';

const hasPicture = (source: Source | undefined): source is OwnPicture =>
  source !== undefined && 'filters' in source && source.kind !== 'scene';

type Kept = { readonly picture: Picture; source: OwnPicture; seen: Seen; told: Size | null };

/** The pictures of the show's sources. One is made when its source is seen for the first time, and stays while the document has it. */
export class Pictures {
  readonly #reports: PictureReports;
  readonly #kept = new Map<string, Kept>();
  readonly #sounds = new Map<string, MessagePort>();
  readonly #talk = new ChatTalk();
  #show: ShowState;

  constructor(show: ShowState, reports: PictureReports) {
    this.#show = show;
    this.#reports = reports;
  }

  /** Takes a new state of the document; sources that stay keep their pictures. */
  update(show: ShowState): void {
    const before = this.#show.sources;
    this.#show = show;
    if (show.sources === before) return;
    for (const [id, kept] of this.#kept) {
      const source = show.sources[id];
      if (source === kept.source) continue;
      if (hasPicture(source) && source.kind === kept.source.kind) {
        kept.source = source;
        kept.picture.update(source);
        continue;
      }
      this.#kept.delete(id);
      kept.picture.dispose();
      this.#reports.problem(id, null);
    }
  }

  /** The picture of a source that has been seen; none is made. */
  known(sourceId: string): Picture | null {
    return this.#kept.get(sourceId)?.picture ?? null;
  }

  #make(sourceId: string): Kept | null {
    const known = this.#kept.get(sourceId);
    if (known) return known;
    const source = this.#show.sources[sourceId];
    if (!hasPicture(source)) return null;
    const picture = createPicture(source, this.#reports);
    const kept: Kept = { picture, source, seen: 'nowhere', told: null };
    this.#kept.set(sourceId, kept);
    const sound = this.#sounds.get(sourceId);
    if (sound) picture.takeSound?.(sound);
    picture.hear?.(this.#talk);
    this.#sounds.delete(sourceId);
    return kept;
  }

  /** Says which sources are seen in the programme, and which only in the preview; all others are seen nowhere. */
  see(air: ReadonlySet<string>, preview: ReadonlySet<string>): void {
    for (const id of air) this.#tell(this.#make(id), 'air');
    for (const id of preview) if (!air.has(id)) this.#tell(this.#make(id), 'preview');
    for (const [id, kept] of this.#kept)
      if (!air.has(id) && !preview.has(id)) this.#tell(kept, 'nowhere');
  }

  #tell(kept: Kept | null, seen: Seen): void {
    if (!kept || kept.seen === seen) return;
    kept.seen = seen;
    kept.picture.seen(seen);
  }

  /** Settles when these have had their chance to be whole; null where they are. */
  ready(sourceIds: Iterable<string>): Promise<unknown> | null {
    const waits = [...sourceIds].flatMap((id) => this.known(id)?.ready ?? []);
    return waits.length > 0 ? Promise.allSettled(waits) : null;
  }

  attach(sourceId: string, frames: ReadableStream<VideoFrame> | null): void {
    const picture = (frames ? this.#make(sourceId)?.picture : this.known(sourceId)) ?? null;
    if (picture?.attach) picture.attach(frames);
    else void frames?.cancel();
  }

  /** Who sits on a guest source's seat; null for nobody. */
  seat(sourceId: string, face: GuestFace | null): void {
    const picture = face ? this.#make(sourceId)?.picture : this.known(sourceId);
    picture?.face?.(face);
  }

  /** Kept until the picture is made, for it is made when it is seen. */
  takeSound(sourceId: string, port: MessagePort | null): void {
    this.#sounds.get(sourceId)?.close();
    this.#sounds.delete(sourceId);
    const picture = this.known(sourceId);
    if (picture?.takeSound) picture.takeSound(port);
    else if (port) this.#sounds.set(sourceId, port);
  }

  /** What was said in the room since the last time, at programme time `timeUs`. */
  hear(feed: OverlayFeed, timeUs: number): void {
    this.#talk.take(feed, timeUs, Date.now());
  }

  paint(frame: WebFrame): void {
    this.#make(frame.sourceId)?.picture.paint?.(frame);
  }

  /** Where the media sources that have been seen stand. */
  get playing(): Record<string, MediaState> {
    return Object.fromEntries(
      [...this.#kept].flatMap(([id, { picture }]) =>
        picture.playing ? [[id, picture.playing]] : [],
      ),
    );
  }

  order(order: MediaOrder): void {
    this.#make(order.sourceId)?.picture.order?.(order);
  }

  /** The sources whose pictures have got another size since this was last asked. */
  *resized(): Iterable<readonly [string, Size]> {
    for (const [id, kept] of this.#kept) {
      const { size } = kept.picture;
      if (!size || (size.width === kept.told?.width && size.height === kept.told.height)) continue;
      kept.told = size;
      yield [id, size];
    }
  }
}

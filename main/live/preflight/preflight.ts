import { err, ok, type Result } from '../../../common/result.ts';
import type { Destination } from '../../../common/show/schema.ts';
import { logError } from '../../log.ts';
import { isOfRoom } from '../../services/rooms/index.ts';
import type { StudioStore } from '../../state/store.ts';
import type { Targets } from '../targets.ts';
import { checkClock } from './clock.ts';
import { checkDestination, placesOf } from './destination.ts';
import type { Finding } from './findings.ts';
import { askHttp, type HttpAnswer } from './http.ts';
import {
  checkDevices,
  checkDisk,
  checkEncoder,
  type EncoderSpeed,
  type FreeBytes,
} from './machine.ts';
import { type Place, Sheet } from './sheet.ts';

export type PreflightOptions = {
  readonly store: StudioStore;
  readonly targets: Pick<Targets, 'make'>;
  /** On air or recording: looking would disturb it. */
  readonly busy: () => boolean;
  readonly encoderSpeed: EncoderSpeed;
  readonly freeBytes?: FreeBytes;
  /** Looks at the room that the show will have; none where it is missing. */
  readonly room?: () => Promise<Finding>;
};

/** What every look has beside the destinations'. */
const machinePlaces: readonly Place[] = [
  { id: 'encoder', area: 'encoder', destinationId: null },
  { id: 'disk', area: 'disk', destinationId: null },
  { id: 'clock', area: 'clock', destinationId: null },
];

const roomPlace: Place = { id: 'room', area: 'room', destinationId: null };

/** Looks at everything that going live needs, all at once; the findings come in `session.preflight`. */
export class Preflight {
  readonly #options: PreflightOptions;
  #abort: AbortController | null = null;
  #running: Promise<void> = Promise.resolve();

  constructor(options: PreflightOptions) {
    this.#options = options;
  }

  /**
   * Begins to look. With `upload` every RTMP destination is sent a few seconds of a black picture.
   * Error: `BUSY` on air, while recording, and while it looks already.
   */
  run({ upload }: { readonly upload: boolean }): Result<null> {
    if (this.#options.busy())
      return err('BUSY', 'on air or recording: look again when that is over');
    if (this.#abort) return err('BUSY', 'the look before going live is under way');
    const abort = new AbortController();
    this.#abort = abort;
    this.#running = this.#look(upload, abort.signal)
      .catch((error) => logError('the look before going live failed', error))
      .finally(() => {
        this.#abort = null;
      });
    return ok(null);
  }

  /** Resolves when every finding is there. */
  get done(): Promise<void> {
    return this.#running;
  }

  /** Ends it; resolves when nothing is connected any more. */
  async cancel(): Promise<void> {
    this.#abort?.abort();
    await this.#running;
  }

  async #look(upload: boolean, signal: AbortSignal): Promise<void> {
    const { store, targets } = this.#options;
    const { show, session } = store.state;
    const enabled = show.destinations.filter((it) => it.enabled);
    const devices = checkDevices(show, session);
    const placeOfDevice = (sourceId: string | null): Place => ({
      id: sourceId === null ? 'devices' : `devices:${sourceId}`,
      area: 'devices',
      destinationId: null,
    });
    const { room } = this.#options;
    const hasRoom =
      room !== undefined && enabled.some((it) => isOfRoom(it.id, it, session.tencent));
    const places = [
      ...enabled.flatMap(placesOf),
      ...(hasRoom ? [roomPlace] : []),
      ...machinePlaces,
      ...devices.map(({ sourceId }) => placeOfDevice(sourceId)),
    ];
    const sheet = new Sheet(store, places, signal);
    for (const { sourceId, finding } of devices) sheet.set(placeOfDevice(sourceId).id, finding);
    const { videoKbps, audioKbps, recordedTracks } = show.encoding;
    const neededKbps = videoKbps + audioKbps;
    const files = enabled.filter(({ kind }) => kind === 'file').length;
    const writtenKbps = videoKbps + audioKbps * Math.max(1, recordedTracks.length);
    const check = {
      make: (destination: Destination) => targets.make(destination),
      upload,
      neededKbps,
      signal,
      set: (id: string, finding: Parameters<Sheet['set']>[1]) => sheet.set(id, finding),
    };
    const links = enabled.map((destination) => checkDestination(destination, check));
    const ended = new Promise<void>((resolve) => {
      signal.addEventListener('abort', () => resolve(), { once: true });
    });
    const machine = Promise.all([
      this.#encoder(sheet),
      checkDisk(
        session.recordingFolder,
        writtenKbps + files * neededKbps,
        this.#options.freeBytes,
      ).then((finding) => sheet.set('disk', finding)),
      hasRoom ? room().then((finding) => sheet.set('room', finding)) : null,
      this.#clock(enabled, links, signal).then((finding) => sheet.set('clock', finding)),
    ]);
    // What publishes is waited for even when it is ended, so that no URL stays in use.
    await Promise.allSettled(links);
    await Promise.race([machine, ended]);
    sheet.finish();
  }

  async #encoder(sheet: Sheet): Promise<void> {
    const { store, encoderSpeed } = this.#options;
    const fps = store.state.show.canvases[0]?.fps ?? 30;
    sheet.set('encoder', await checkEncoder(encoderSpeed, fps));
  }

  /** WHIP endpoints have been asked anyway; the domains of signed URLs are asked for their time. */
  async #clock(
    enabled: readonly Destination[],
    links: readonly Promise<HttpAnswer | null>[],
    signal: AbortSignal,
  ) {
    const domains = enabled.flatMap(({ kind, pgc }) =>
      kind === 'rtmp' && pgc?.pushDomain ? [pgc.pushDomain] : [],
    );
    const asked = [...new Set(domains)].map((domain) =>
      askHttp('HEAD', `http://${domain}/`, signal),
    );
    const ofWhip = enabled.flatMap(({ kind }, index) => {
      const link = links[index];
      return kind === 'whip' && link ? [link] : [];
    });
    return checkClock(
      await Promise.all([...asked, ...ofWhip]),
      enabled.some(({ pgc }) => pgc),
    );
  }
}

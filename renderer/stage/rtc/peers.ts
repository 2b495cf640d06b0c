import type { FromWhipPeer, ToWhipPeer } from '../../../common/ipc/output.ts';
import { assertNever } from '../../../common/result.ts';
import { WhipPeer } from './peer.ts';
import type { Chosen } from './picture.ts';
import type { ProgrammeMedia } from './programmeMedia.ts';

/** Before there is a show. */
const NOTHING_CHOSEN: Chosen = {
  rung: { kbps: 2_500, fps: 30, width: 1280, height: 720 },
  audioKbps: 128,
};

/** The connections of all WHIP destinations, by destination. The programme's tracks live as long as there is one. */
export class WhipPeers {
  readonly #send: (id: string, message: FromWhipPeer) => void;
  readonly #media: ProgrammeMedia;
  #chosen: Chosen;
  readonly #peers = new Map<string, WhipPeer>();
  /** Counts openings, so that one that was waited for and closed meanwhile is not opened. */
  readonly #opening = new Map<string, object>();

  constructor(media: ProgrammeMedia, send: (id: string, message: FromWhipPeer) => void) {
    this.#media = media;
    this.#send = send;
    this.#chosen = NOTHING_CHOSEN;
  }

  /** What the show is encoded as. */
  choose(chosen: Chosen): void {
    if (JSON.stringify(chosen) === JSON.stringify(this.#chosen)) return;
    this.#chosen = chosen;
    for (const peer of this.#peers.values()) peer.choose(chosen);
  }

  take(id: string, message: ToWhipPeer): void {
    switch (message.type) {
      case 'open':
        return void this.#open(id, message);
      case 'answer':
        return this.#peers.get(id)?.answer(message.sdp);
      case 'restartIce':
        return this.#peers.get(id)?.restartIce();
      case 'close':
        this.#close(id);
        return this.#rest();
      default:
        return assertNever(message);
    }
  }

  /** Another output process speaks from now on; it knows of none of them. */
  closeAll(): void {
    for (const id of [...this.#peers.keys(), ...this.#opening.keys()]) this.#close(id);
    this.#rest();
  }

  async #open(id: string, order: Extract<ToWhipPeer, { type: 'open' }>): Promise<void> {
    this.#close(id);
    const mine = {};
    this.#opening.set(id, mine);
    const tracks = await this.#media.open('whip');
    if (this.#opening.get(id) !== mine) return this.#rest();
    this.#opening.delete(id);
    this.#peers.set(
      id,
      new WhipPeer(order, tracks, this.#chosen, (message) => this.#send(id, message)),
    );
  }

  #close(id: string): void {
    this.#opening.delete(id);
    this.#peers.get(id)?.close();
    this.#peers.delete(id);
  }

  /** Nobody takes the tracks: they cost nothing then. */
  #rest(): void {
    if (this.#peers.size === 0 && this.#opening.size === 0) this.#media.close('whip');
  }
}

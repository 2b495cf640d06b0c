import { type Seated, type Seating as Seats, seating } from '../../common/cohost/layout.ts';
import type { StudioState } from '../../common/ipc/contract.ts';
import { ok, type Result } from '../../common/result.ts';
import type { Edit, ShowCommand } from '../../common/show/commands.ts';
import { LAYOUT_MS } from '../../common/show/layouts.ts';
import { newItem, newScene, newSource } from '../../common/show/new.ts';
import type { Scene } from '../../common/show/scenes.ts';
import { log } from '../log.ts';
import type { StudioStore } from '../state/store.ts';
import { peersOf } from './people.ts';
import type { SeatNames } from './seatNames.ts';

/** What the scene with guests in it is made of: always the same, so that it is found again. */
export const SCENE = 'cohost';
export const HOST = 'cohost-host';
const seatSource = (seat: number) => `cohost-seat-${seat}`;

export type SeatingOptions = {
  readonly store: StudioStore;
  /** Passed by in undo: nobody is unseated by going back. */
  readonly edit: (edit: Edit) => Result<null>;
  readonly take: (sceneId: string) => Result<null>;
  readonly names: () => SeatNames;
};

/** Who is to be seen beside the host. */
export function seatedIn({ session }: StudioState): Seated {
  const { cohost, room } = session;
  const guests = (cohost.desk?.people ?? []).flatMap(({ seat }) => (seat === null ? [] : [seat]));
  const peers = peersOf(cohost.pk?.pk ?? null, room?.roomId ?? '').map(({ seat }) => seat);
  return { guests: guests.sort((a, b) => a - b), peers };
}

/**
 * Gives guests and PK peers their places in the picture: in a scene of its own, in which the host's
 * scene stands as one picture among the others. The person's own scenes stay as they are.
 */
export class Seating {
  readonly #options: SeatingOptions;
  readonly #unsubscribe: () => void;
  /** What was laid out last by itself. */
  #done = '';

  constructor(options: SeatingOptions) {
    const { store } = options;
    this.#options = options;
    this.#unsubscribe = store.subscribe(({ patches }) => {
      if (patches.some(({ path: [a, b] }) => a === 'session' && b === 'cohost'))
        queueMicrotask(() => this.#look());
    });
  }

  /** Does it now, as the session says. */
  apply(): Result<null> {
    const { state } = this.#options.store;
    const [canvas] = state.show.canvases;
    if (!canvas) return ok(null);
    const seated = seatedIn(state);
    if (seated.guests.length + seated.peers.length === 0) return this.#leave();
    const seats = seating(canvas, seated, state.session.cohost.layout);
    const hostScene = this.#hostScene();
    const commands = this.#commands(seats, hostScene);
    if (commands.length > 0) {
      const edited = this.#options.edit({ commands, animateMs: LAYOUT_MS });
      if (!edited.ok) return edited;
    }
    return this.#options.take(SCENE);
  }

  stop(): void {
    this.#unsubscribe();
  }

  #look(): void {
    const { state } = this.#options.store;
    const { arranges, layout } = state.session.cohost;
    if (!arranges) {
      this.#done = '';
      return;
    }
    const seated = seatedIn(state);
    const isEmpty = seated.guests.length + seated.peers.length === 0;
    const wanted = isEmpty ? '' : JSON.stringify([seated, layout]);
    if (wanted === this.#done) return;
    this.#done = wanted;
    const done = this.apply();
    if (!done.ok) log(`guests: the picture could not be arranged: ${done.error.message}`);
  }

  /** Nobody is left: the host's own scene again, where ours is on air. */
  #leave(): Result<null> {
    const { show } = this.#options.store.state;
    const hostScene = this.#hostScene();
    const isOurs = show.canvases[0]?.programSceneId === SCENE;
    return isOurs && hostScene !== SCENE ? this.#options.take(hostScene) : ok(null);
  }

  /** The scene that the host is seen in: the one on air, or the one that stands in ours. */
  #hostScene(): string {
    const { canvases, scenes, sources } = this.#options.store.state.show;
    const onAir = canvases[0]?.programSceneId ?? '';
    if (onAir !== SCENE) return onAir;
    const host = sources[HOST];
    const known = host?.kind === 'scene' ? host.sceneId : '';
    if (scenes.some(({ id }) => id === known)) return known;
    return scenes.find(({ id, group }) => id !== SCENE && !group)?.id ?? SCENE;
  }

  #commands({ host, seats }: Seats, hostScene: string): ShowCommand[] {
    const { names, store } = this.#options;
    const { canvases, scenes, sources } = store.state.show;
    const [canvas] = canvases;
    if (!canvas) return [];
    const before = scenes.find(({ id }) => id === SCENE);
    const commands: ShowCommand[] = [];
    const add = (command: ShowCommand) => void commands.push(command);
    const known = sources[HOST];
    if (!known)
      add({
        type: 'sources/sourceAdded',
        payload: {
          source: { ...newSource('scene', HOST, names().host, canvas), sceneId: hostScene },
        },
      });
    else if (known.kind === 'scene' && known.sceneId !== hostScene)
      add({
        type: 'sources/sourceChanged',
        payload: { sourceId: HOST, change: { sceneId: hostScene } },
      });
    for (const { seat } of seats)
      if (!sources[seatSource(seat)])
        add({
          type: 'sources/sourceAdded',
          payload: {
            source: {
              ...newSource('guest', seatSource(seat), names().seat(seat), canvas),
              seat,
            },
          },
        });
    const places = [
      { id: HOST, rect: host },
      ...seats.map(({ seat, rect }) => ({ id: seatSource(seat), rect })),
    ];
    const fresh = places.filter(({ id }) => !before?.items.some((it) => it.id === id));
    const items = fresh.map(({ id, rect }) => newItem(id, id, rect, 'cover'));
    if (!before)
      add({
        type: 'scenes/sceneAdded',
        payload: { scene: newScene(SCENE, names().scene, items), index: null },
      });
    else {
      if (items.length > 0)
        add({ type: 'scenes/itemsAdded', payload: { sceneId: SCENE, items, index: null } });
      const changes = changesOf(before, places);
      if (changes.length > 0)
        add({ type: 'scenes/itemsChanged', payload: { sceneId: SCENE, changes } });
    }
    return commands;
  }
}

type Place = { readonly id: string; readonly rect: Seats['host'] };

/** Of our own items; what the person has put into the scene beside them stays. */
function changesOf(scene: Scene, places: readonly Place[]) {
  return scene.items.flatMap(({ id, rect, visible }) => {
    if (id !== HOST && !id.startsWith('cohost-seat-')) return [];
    const place = places.find((it) => it.id === id);
    if (!place) return visible ? [{ itemId: id, change: { visible: false } }] : [];
    const isThere = visible && JSON.stringify(rect) === JSON.stringify(place.rect);
    return isThere ? [] : [{ itemId: id, change: { rect: place.rect, visible: true } }];
  });
}

import type { GuestSnapshot } from '../../common/cohost/desk.ts';
import type { CohostJoined } from '../../common/cohost/wire.ts';
import { carriedQuery } from '../watch/api.ts';
import { byId } from '../watch/dom.ts';
import type { Viewer } from '../watch/people.ts';
import type { GuestAddress } from './address.ts';
import type { Checked } from './check.ts';
import { Desk } from './desk.ts';
import { listDevices } from './devices.ts';
import { Own } from './own.ts';
import { setWords, showOver, showStep } from './show.ts';
import { Uplink } from './uplink.ts';
import { stayAwake } from './wake.ts';
import { type Fault, t } from './words.ts';

export type Part = Checked & {
  readonly address: GuestAddress;
  readonly viewer: Viewer;
  readonly name: string;
};

/** What the server's refusals are called on this page. */
export const faults: Readonly<Record<string, Fault>> = {
  AUTH: 'auth',
  FORBIDDEN: 'used',
  ROOM_MISSING: 'missingRoom',
  ROOM_FULL: 'full',
  FULL: 'full',
  CLOSED: 'closed',
};
const endings: Readonly<Record<string, string>> = { BANNED: 'blocked', BLOCKED: 'blocked' };

const socketUrl = (): string =>
  `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/cohost${carriedQuery()}`;

/** From the green room to the end: picture and sound to the studio, the programme back. */
export function takePart({ address, viewer, name, stream, wanted }: Part): void {
  const page = document.documentElement;
  const feed = byId<HTMLVideoElement>('feed');
  const wake = stayAwake();
  let joined: CohostJoined | null = null;
  let seen: GuestSnapshot | null = null;
  let isAway = false;
  let isUp = false;
  let onAir: boolean | null = null;
  let isNamed = false;
  let asked = false;
  let isOver = false;

  const own = new Own(stream, wanted, {
    track: (kind, track) => uplink.setTrack(kind, track),
    turned(track, off) {
      if (track === 'camera') uplink.sayCamera(off);
      if (desk.isJoined) desk.command({ do: 'turn', track, off });
      draw();
    },
  });
  const uplink = new Uplink(own.tracks, {
    signal: (signal) => desk.signal(signal),
    state(state) {
      isUp = state === 'connected';
      if (!isUp) onAir = null;
      draw();
    },
    tally(tally) {
      onAir = tally.onAir;
      draw();
    },
    feed(media) {
      feed.srcObject = media;
      void play();
    },
  });
  const desk = new Desk(
    {
      address,
      url: socketUrl(),
      async token(fresh) {
        const answer = isNamed ? await viewer.token(fresh) : await viewer.call(name);
        if (answer.ok) isNamed = true;
        else if (answer.error.code === 'AUTH') over('fault.auth', again);
        return answer.ok ? answer.value : null;
      },
    },
    {
      joined(value) {
        joined = value;
        isAway = false;
        byId('feed').setAttribute('aria-label', `${t('returnFeed')} · ${value.room.title}`);
        if (!address.guestLink && !asked) desk.command({ do: 'raise' });
        asked = true;
        draw();
      },
      snapshot: (snapshot) => take(snapshot),
      signal: (signal) => uplink.take(signal),
      refused(command, why) {
        if (command.do === 'raise') end(why);
      },
      away() {
        isAway = true;
        draw();
      },
      gone: (why) => end(why),
    },
  );

  function take(snapshot: GuestSnapshot): void {
    const before = seen;
    seen = snapshot;
    const { me, farewell } = snapshot;
    // A farewell of an earlier visit is none of this one.
    if (!me && farewell && before?.me) return end(farewell);
    if (me) own.setHost(me.mic.host, me.camera.host);
    const isIn = me !== null && ['joining', 'green', 'air'].includes(me.stage);
    uplink.want(isIn, joined?.iceServers ?? []);
    // What was turned off before the desk knew of us.
    if (isIn && !before?.me) own.tellAll();
    draw();
  }

  function draw(): void {
    if (isOver) return;
    const stage = seen?.me?.stage;
    const live = isUp && (onAir ?? stage === 'air') && stage === 'air';
    page.toggleAttribute('data-on-air', live);
    document.title = t(live ? 'title.onAir' : 'title.idle');
    byId('tally').textContent = t(`tally.${tallyOf(stage, live)}`);
    const names = (seen?.onAir ?? []).map((it) => it.name);
    const host = joined?.room.hostName;
    const all = [...(host ? [host] : []), ...names].join(' · ');
    byId('on-air').textContent = all ? t('onAir', { names: all }) : '';
    byId('invitation').hidden = stage !== 'invited';
    const mic = seen?.me?.mic.host ? 'host' : own.micOff ? 'off' : 'on';
    const cam = seen?.me?.camera.host ? 'host' : own.cameraOff ? 'off' : 'on';
    press('mic', mic === 'on', t(`mic.${mic}`));
    press('cam', cam === 'on', t(`cam.${cam}`));
    byId('self').hidden = own.cameraOff || !own.tracks.video;
  }

  function tallyOf(stage: string | undefined, live: boolean): string {
    if (isAway || (joined && isUp === false && stage === 'air')) return 'reconnecting';
    if (!joined) return 'connecting';
    if (live) return 'air';
    if (stage === 'asking' || stage === 'invited') return 'asking';
    return stage === 'green' && isUp ? 'green' : 'joining';
  }

  function press(id: string, on: boolean, text: string): void {
    const button = byId(id);
    button.setAttribute('aria-pressed', String(on));
    const words = button.querySelector('span');
    if (words) words.textContent = text;
  }

  /** A browser may want a press before it plays sound. */
  async function play(): Promise<void> {
    try {
      await feed.play();
      byId('feed-sound').hidden = true;
    } catch (error) {
      if ((error as DOMException).name === 'NotAllowedError') byId('feed-sound').hidden = false;
    }
  }

  const again = () => location.reload();

  function over(key: `over.${string}` | `fault.${Fault}`, retry: (() => void) | null): void {
    if (isOver) return;
    isOver = true;
    desk.close();
    uplink.close();
    own.close();
    wake();
    feed.srcObject = null;
    showOver(key, retry);
  }

  function end(why: string): void {
    const fault = faults[why];
    if (fault) return over(`fault.${fault}`, fault === 'full' || fault === 'closed' ? again : null);
    const ending = endings[why] ?? why;
    const isKnown = t(`over.${ending}.title`) !== `over.${ending}.title`;
    const mayReturn = ['declined', 'timeout', 'withdrawn', 'lost', 'elsewhere', 'left'];
    if (isKnown) over(`over.${ending}`, mayReturn.includes(ending) ? again : null);
    else over('fault.other', again);
  }

  setWords({
    'feed-sound': t('sound'),
    accept: t('invitation.accept'),
    decline: t('invitation.decline'),
    'invitation-title': t('invitation.title'),
  });
  press('flip', true, t('flip'));
  byId('flip').removeAttribute('aria-pressed');
  press('leave', true, t('leave'));
  byId('leave').removeAttribute('aria-pressed');
  byId('mic').onclick = () => own.turnMic(!own.micOff);
  byId('cam').onclick = () => void own.turnCamera(!own.cameraOff);
  byId('flip').onclick = () => void own.flip();
  byId('feed-sound').onclick = () => void play();
  byId('leave').onclick = () => {
    desk.command({ do: seen?.me?.stage === 'asking' ? 'lower' : 'leave' });
    over('over.left', again);
  };
  const answer = (accept: boolean) => {
    const ticket = seen?.me?.ticket;
    if (ticket) desk.command({ do: 'answer', ticket, accept });
    byId('invitation').hidden = true;
  };
  byId('accept').onclick = () => answer(true);
  byId('decline').onclick = () => answer(false);
  void listDevices().then(({ cameras }) => {
    byId('flip').hidden = cameras.length < 2 || !matchMedia('(pointer: coarse)').matches;
  });
  byId('self').setAttribute('aria-label', t('self'));
  showStep('stage');
  draw();
}

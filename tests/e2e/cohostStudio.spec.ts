import { expect, test } from '@playwright/test';
import { WebSocket } from 'ws';
import type { CohostClientFrame, CohostServerFrame } from '../../common/cohost/wire.ts';
import en from '../../resources/locales/en.json' with { type: 'json' };
import { until } from '../support/nginxRtmp.ts';
import { stateOf } from '../support/panels.ts';
import { SMALL_AND_FEW } from '../support/small.ts';
import { StudioApp } from '../support/studioApp.ts';

/** A guest without a browser: what the server and the studio say to it. */
class BareGuest {
  readonly heard: CohostServerFrame[] = [];
  readonly #socket: WebSocket;

  constructor(origin: string) {
    this.#socket = new WebSocket(`${origin.replace('http', 'ws')}/cohost`);
    this.#socket.on('message', (data) => this.heard.push(JSON.parse(String(data))));
  }

  async join(frame: Omit<CohostClientFrame & { op: 'join' }, 'op' | 'call'>): Promise<void> {
    await until(() => this.#socket.readyState === WebSocket.OPEN, 'a connection');
    this.say({ op: 'join', call: 1, ...frame });
    await until(() => this.heard.some(({ op }) => op === 'answer'), 'an answer');
  }

  say(frame: CohostClientFrame): void {
    this.#socket.send(JSON.stringify(frame));
  }

  get state() {
    const last = this.heard.findLast((it) => it.op === 'guest');
    return last?.op === 'guest' ? last.snapshot : null;
  }

  get signals() {
    return this.heard.flatMap((it) => (it.op === 'signal' ? [it.signal] : []));
  }

  close(): void {
    this.#socket.terminate();
  }
}

test('a guest by link meets the studio on air: its stage makes an offer, its host decides', async () => {
  const app = await StudioApp.launch({ args: SMALL_AND_FEW });
  let guest: BareGuest | null = null;
  try {
    const ui = await app.settle();
    const cohost = async () => (await stateOf(ui)).session.cohost;
    await ui.getByRole('tab', { name: en.shell.tabs.guests }).click();
    await expect(ui.getByText(en.guests.offHint)).toBeVisible();
    await ui.getByRole('button', { name: en.topbar.goLive, exact: true }).click();
    await until(async () => (await cohost()).link.state === 'connected', 'the desk');
    await until(async () => (await cohost()).clockOffsetMs !== null, 'a clock offset');

    await ui.getByRole('button', { name: en.guests.makeLink }).click();
    await expect(ui.getByRole('img', { name: en.guests.qrTitle })).toBeVisible();
    const shown = ui.locator('[title*="/guest/"]');
    const url = new URL((await shown.getAttribute('title')) ?? '');
    const page = await fetch(url);
    expect([page.status, page.headers.get('content-type')]).toEqual([
      200,
      expect.stringContaining('text/html'),
    ]);

    const made = await fetch(`${url.origin}/api/guest`, {
      ...{ method: 'POST', body: JSON.stringify({ name: 'Mia' }) },
      headers: { 'Content-Type': 'application/json' },
    });
    const { token } = (await made.json()) as { token: string };
    guest = new BareGuest(url.origin);
    const roomId = url.pathname.split('/')[2] ?? '';
    await guest.join({ roomId, token, guestLink: url.searchParams.get('link') ?? '' });
    await expect(ui.getByText(en.guests.stages.joining)).toBeVisible();
    // The stage speaks first, once the guest is ready.
    guest.say({ op: 'signal', signal: { type: 'ready' } });
    await until(() => guest?.signals.some(({ type }) => type === 'offer') === true, 'an offer');

    await ui.getByRole('button', { name: 'More for Mia' }).click();
    await ui.getByRole('menuitem', { name: en.guests.kick }).click();
    await ui.getByRole('alertdialog').getByRole('button', { name: en.guests.kick }).click();
    await until(
      () => guest?.state?.farewell === 'kicked' || guest?.heard.at(-1)?.op === 'gone',
      'the farewell',
    );
    await expect(ui.getByText(en.guests.greenEmpty)).toBeVisible();
  } finally {
    guest?.close();
    await app.close();
  }
});

import { z } from 'zod';
import { ok, type Result } from '../../common/result.ts';
import { askGuestLink, askRoom } from '../watch/api.ts';
import { byId } from '../watch/dom.ts';
import { Viewer } from '../watch/people.ts';
import { addressOf, type GuestAddress } from './address.ts';
import { checkDevices } from './check.ts';
import { pageFault } from './devices.ts';
import { setWords, showOver, showStep } from './show.ts';
import { faults, takePart } from './takePart.ts';
import { t } from './words.ts';

// The page's policy forbids the code that zod would write.
z.config({ jitless: true });

const viewer = new Viewer();

/** Asks for a name and consent. */
function askName(isInvited: boolean): Promise<string> {
  const name = byId<HTMLInputElement>('name');
  name.value = viewer.name;
  name.placeholder = t('name.placeholder');
  setWords({
    invited: t(isInvited ? 'invited' : 'raise'),
    'name-label': t('name.label'),
    'consent-text': t('consent'),
    next: t('next'),
  });
  showStep('name');
  return new Promise((resolve) => {
    byId<HTMLFormElement>('name-step').onsubmit = (event) => {
      event.preventDefault();
      const text = name.value.trim();
      if (text) resolve(text);
    };
  });
}

type Show = { readonly title: string; readonly hostName: string };

/** Whose show it is; or that there is none, before anybody gives a name and a camera for it. */
async function lookAhead({ roomId, guestLink }: GuestAddress): Promise<void> {
  let found = await look(roomId, guestLink, viewer.tokenNow);
  // A token of before is over: a stranger is told, too.
  if (!found.ok && found.error.code === 'AUTH') found = await look(roomId, guestLink);
  // Whoever is further already is told by the desk.
  if (document.documentElement.dataset.step !== 'name') return;
  if (found.ok) {
    const { title, hostName } = found.value;
    const show = byId('show');
    show.textContent = [title, hostName].filter((it) => it).join(' · ');
    show.hidden = false;
    return;
  }
  const fault = faults[found.error.code];
  if (fault === 'used' || fault === 'missingRoom') showOver(`fault.${fault}`, null);
}

async function look(roomId: string, guestLink: string, token?: string): Promise<Result<Show>> {
  if (guestLink) return askGuestLink(roomId, guestLink, token);
  const view = await askRoom(roomId, token);
  if (!view.ok) return view;
  const { title, owner } = view.value.room;
  return ok({ title, hostName: owner.name });
}

async function begin(address: GuestAddress): Promise<void> {
  const isInvited = address.guestLink !== '' || address.isInvited;
  void lookAhead(address);
  const name = await askName(isInvited);
  const checked = await checkDevices(t(isInvited ? 'enter' : 'raise'));
  takePart({ address, viewer, name, ...checked });
}

// The link's secret stands after `#`: another one is another visit.
window.addEventListener('hashchange', () => location.reload());
document.title = t('title.idle');
const address = addressOf(location);
const fault = pageFault();
if (!address) showOver('fault.address', null);
else if (fault) showOver(`fault.${fault}`, null);
else void begin(address);

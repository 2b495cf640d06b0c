import { z } from 'zod';
import { byId } from '../watch/dom.ts';
import { Viewer } from '../watch/people.ts';
import { addressOf, type GuestAddress } from './address.ts';
import { checkDevices } from './check.ts';
import { pageFault } from './devices.ts';
import { setWords, showOver, showStep } from './show.ts';
import { takePart } from './takePart.ts';
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

async function begin(address: GuestAddress): Promise<void> {
  const isInvited = address.guestLink !== '' || address.isInvited;
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

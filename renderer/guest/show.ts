import { byId } from '../watch/dom.ts';
import { type Fault, t } from './words.ts';

const steps = ['name', 'check', 'stage', 'over'] as const;
export type Step = (typeof steps)[number];

/** Shows one step of the page and hides the others. */
export function showStep(step: Step): void {
  document.documentElement.dataset.step = step;
  for (const one of steps) byId(`${one}-step`).hidden = one !== step;
}

/** The last step: why it is over, or what is wrong; `again` where another try may help. */
export function showOver(
  key: `over.${string}` | `fault.${Fault}`,
  again: (() => void) | null,
): void {
  document.documentElement.dataset.over = key;
  document.documentElement.removeAttribute('data-on-air');
  byId('over-title').textContent = t(`${key}.title`);
  byId('over-text').textContent = t(`${key}.text`);
  const button = byId<HTMLButtonElement>('again');
  button.textContent = t('again');
  button.hidden = again === null;
  button.onclick = again;
  showStep('over');
}

export function setWords(words: Readonly<Record<string, string>>): void {
  for (const [id, text] of Object.entries(words)) byId(id).textContent = text;
}

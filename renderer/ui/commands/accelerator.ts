/** What of a key press decides the accelerator. */
export type Pressed = Pick<
  KeyboardEvent,
  'code' | 'key' | 'ctrlKey' | 'altKey' | 'shiftKey' | 'metaKey'
>;

/** In the order in which they are written. */
const modifiers = ['Ctrl', 'Alt', 'Shift', 'Super'] as const;
type Modifier = (typeof modifiers)[number];

const modifierNames: Record<string, Modifier> = {
  ctrl: 'Ctrl',
  control: 'Ctrl',
  alt: 'Alt',
  option: 'Alt',
  altgr: 'Alt',
  shift: 'Shift',
  super: 'Super',
  meta: 'Super',
  cmd: 'Super',
  command: 'Super',
};

const codes: Record<string, string> = {
  ArrowUp: 'Up',
  ArrowDown: 'Down',
  ArrowLeft: 'Left',
  ArrowRight: 'Right',
  Enter: 'Return',
  NumpadEnter: 'Return',
  Escape: 'Esc',
  Minus: '-',
  Equal: '=',
  BracketLeft: '[',
  BracketRight: ']',
  Backslash: '\\',
  Semicolon: ';',
  Quote: "'",
  Comma: ',',
  Period: '.',
  Slash: '/',
  Backquote: '`',
  NumpadAdd: 'numadd',
  NumpadSubtract: 'numsub',
  NumpadMultiply: 'nummult',
  NumpadDivide: 'numdiv',
  NumpadDecimal: 'numdec',
};
const named = /^(Space|Tab|Backspace|Delete|Insert|Home|End|PageUp|PageDown|F([1-9]|1\d|2[0-4]))$/;
const aliases: Record<string, string> = {
  enter: 'Return',
  escape: 'Esc',
  del: 'Delete',
  arrowup: 'Up',
  arrowdown: 'Down',
  arrowleft: 'Left',
  arrowright: 'Right',
};

function keyOf({ code, key }: Pressed): string | null {
  // The letter that is on the key, whatever the layout; digits and marks by their place.
  if (/^[a-z]$/i.test(key)) return key.toUpperCase();
  const letter = /^Key([A-Z])$/.exec(code)?.[1];
  const digit = /^Digit(\d)$/.exec(code)?.[1];
  const pad = /^Numpad(\d)$/.exec(code)?.[1];
  return letter ?? digit ?? (pad && `num${pad}`) ?? codes[code] ?? (named.test(code) ? code : null);
}

/** A key press as an Electron accelerator, e.g. `Ctrl+Shift+1`; null for a modifier alone. */
export function acceleratorOf(pressed: Pressed): string | null {
  const key = keyOf(pressed);
  if (key === null) return null;
  const held = [pressed.ctrlKey, pressed.altKey, pressed.shiftKey, pressed.metaKey];
  return [...modifiers.filter((_, index) => held[index]), key].join('+');
}

/**
 * One writing for each accelerator, so that two can be compared: `shift+ctrl+a` is `Ctrl+Shift+A`.
 * `CmdOrCtrl` becomes the system's own.
 */
export function tidyAccelerator(accelerator: string, mac: boolean): string {
  const parts = accelerator.replace(/\+\+$/, '+Plus').split('+');
  const held = new Set<Modifier>();
  let key = '';
  for (const part of parts) {
    const low = part.trim().toLowerCase();
    if (low === 'cmdorctrl' || low === 'commandorcontrol') held.add(mac ? 'Super' : 'Ctrl');
    else if (modifierNames[low]) held.add(modifierNames[low]);
    else if (/^[a-z]$/.test(low)) key = low.toUpperCase();
    else key = aliases[low] ?? part.trim();
  }
  return [...modifiers.filter((name) => held.has(name)), key].join('+');
}

const macSigns: Record<string, string> = { Ctrl: '⌃', Alt: '⌥', Shift: '⇧', Super: '⌘' };
const signs: Record<string, string> = {
  Up: '↑',
  Down: '↓',
  Left: '←',
  Right: '→',
  Return: 'Enter',
  Delete: 'Del',
  Super: 'Win',
  numadd: 'Num +',
  numsub: 'Num −',
  nummult: 'Num ×',
  numdiv: 'Num ÷',
  numdec: 'Num .',
  Plus: '+',
};

/** The keys as they are written on a keyboard, one after the other. */
export const keyCaps = (accelerator: string, mac: boolean): string[] =>
  accelerator.split('+').map((part) => {
    const pad = /^num(\d)$/.exec(part)?.[1];
    if (pad) return `Num ${pad}`;
    return (mac ? macSigns[part] : undefined) ?? signs[part] ?? part;
  });

/** The keys in one line, for hints and lists. */
export const keyText = (accelerator: string, mac: boolean): string =>
  keyCaps(accelerator, mac).join(mac ? '' : ' ');

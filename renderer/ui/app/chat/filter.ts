import { mayModerate } from '../../../../common/chat/message.ts';
import { type Line, personOf } from './lines.ts';

export const lineKinds = ['all', 'questions', 'gifts', 'moderators'] as const;
export type LineKind = (typeof lineKinds)[number];

/** What of the chat is looked at. */
export type Filter = {
  readonly kind: LineKind;
  readonly hidesEnters: boolean;
  readonly hidesLikes: boolean;
  /** Of a name or a text; empty for everything. */
  readonly query: string;
};

export const noFilter: Filter = {
  kind: 'all',
  hidesEnters: false,
  hidesLikes: false,
  query: '',
};

/** Letters as they are compared: in any case, of any width. */
export const folded = (text: string): string => text.normalize('NFKC').toLowerCase();

/** Name and text of each line as they are searched, made once. */
const searched = new WeakMap<Line, string>();

function searchedOf(line: Line): string {
  let text = searched.get(line);
  if (text === undefined) {
    const name = personOf(line)?.name ?? (line.kind === 'order' ? line.item.name : '');
    const words = line.kind === 'said' || line.kind === 'notice' ? line.item.text : '';
    text = folded(`${name}\n${words}`);
    searched.set(line, text);
  }
  return text;
}

/** Says of a line whether it is looked at. */
export function passes({ kind, hidesEnters, query }: Filter): (line: Line) => boolean {
  const wanted = folded(query.trim());
  return (line) => {
    if (hidesEnters && line.kind === 'entered') return false;
    if (!isOfKind(line, kind)) return false;
    return wanted === '' || searchedOf(line).includes(wanted);
  };
}

function isOfKind(line: Line, kind: LineKind): boolean {
  switch (kind) {
    case 'all':
      return true;
    case 'questions':
      return line.kind === 'said' && line.item.question;
    case 'gifts':
      return line.kind === 'gift';
    case 'moderators': {
      const person = personOf(line);
      return (
        line.kind === 'order' ||
        line.kind === 'notice' ||
        line.kind === 'pk' ||
        mayModerate(person?.role ?? 'viewer')
      );
    }
  }
}

import type { OwnServerSettings } from '../../../../common/live/session.ts';

/** The form as it is typed. */
export type OwnServerDraft = OwnServerSettings & { readonly secret: string };

/** What is wrong with a field; null where it can be used. */
export function ownServerFault(
  name: keyof OwnServerDraft,
  typed: string,
): 'missing' | 'url' | 'userId' | 'secret' | null {
  const text = typed.trim();
  if (text === '') return 'missing';
  switch (name) {
    case 'url':
      return isOrigin(text) ? null : 'url';
    case 'userId':
      return /^[A-Za-z0-9_-]{1,32}$/.test(text) ? null : 'userId';
    case 'secret':
      return typed.length >= 16 ? null : 'secret';
  }
}

function isOrigin(text: string): boolean {
  try {
    const { protocol, username, pathname } = new URL(text);
    return /^https?:$/.test(protocol) && username === '' && pathname === '/';
  } catch {
    return false;
  }
}

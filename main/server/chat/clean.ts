import type { Person, Role } from '../../../common/chat/message.ts';
import type { Account } from '../identity/identity.ts';
import { cleanAvatar, cleanName } from '../identity/names.ts';

/** Control characters but the line feed. */
const controls = /(?!\n)\p{Cc}/gu;
/** They turn the direction of what stands after them, also outside of the message. */
const overrides = /[\u202a-\u202e\u2066-\u2069]/g;
const loneSurrogates = /\p{Cs}/gu;
/** Towers of accents reach into the lines of others; no script needs so many. */
const towers = /(\p{M}{4})\p{M}+/gu;
const blank = /[\s\u2800\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;

/** Text of a person without what would reach beyond its own line. Markup stays: it is shown as text. */
export const cleanText = (text: string): string =>
  text
    .replace(controls, '')
    .replace(overrides, '')
    .replace(loneSurrogates, '\ufffd')
    .replace(towers, '$1')
    .trim();

/** True for a text of which nothing is to be seen. */
export const isBlank = (text: string): boolean => text.replace(blank, '') === '';

/** How others see an account. */
export const personOf = (account: Account, role: Role): Person => ({
  userId: account.userId,
  name: cleanName(account.name) || account.userId,
  avatar: cleanAvatar(account.avatar),
  role,
});

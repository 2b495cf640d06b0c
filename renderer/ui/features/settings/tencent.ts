import type { TencentSettings } from '../../../../common/live/session.ts';

/** The form as it is typed. */
export type TencentDraft = Readonly<Record<keyof TencentSettings, string>>;

export const tencentFields = [
  'sdkAppId',
  'userSigUrl',
  'userId',
  'roomServiceUrl',
  'pushDomain',
] as const satisfies readonly (keyof TencentSettings)[];

export type TencentFault = 'missing' | 'number' | 'url' | 'domain' | 'userId';

export const draftOf = (settings: TencentSettings | null): TencentDraft => ({
  sdkAppId: settings ? String(settings.sdkAppId) : '',
  userSigUrl: settings?.userSigUrl ?? '',
  roomServiceUrl: settings?.roomServiceUrl ?? '',
  pushDomain: settings?.pushDomain ?? '',
  userId: settings?.userId ?? '',
});

function isUrl(text: string): boolean {
  try {
    const { protocol, username } = new URL(text);
    return /^https?:$/.test(protocol) && username === '' && text.length <= 500;
  } catch {
    return false;
  }
}

/** What is wrong with a field; null where it can be used. */
export function tencentFault(name: keyof TencentSettings, typed: string): TencentFault | null {
  const text = typed.trim();
  switch (name) {
    case 'sdkAppId':
      if (text === '') return 'missing';
      return /^\d{1,10}$/.test(text) && Number(text) >= 1 && Number(text) <= 2 ** 32
        ? null
        : 'number';
    case 'userSigUrl':
      if (text === '') return 'missing';
      return isUrl(text) ? null : 'url';
    case 'roomServiceUrl':
      return text === '' || isUrl(text) ? null : 'url';
    case 'pushDomain':
      return text === '' || /^[a-z0-9-]+(\.[a-z0-9-]+)+$/i.test(text) ? null : 'domain';
    case 'userId':
      if (text === '') return 'missing';
      return /^[A-Za-z0-9_-]{1,32}$/.test(text) ? null : 'userId';
  }
}

/** What goes to main; only of a draft without a fault. */
export const settingsOf = (draft: TencentDraft): TencentSettings => ({
  sdkAppId: Number(draft.sdkAppId.trim()),
  userSigUrl: draft.userSigUrl.trim(),
  roomServiceUrl: draft.roomServiceUrl.trim(),
  pushDomain: draft.pushDomain.trim().toLowerCase(),
  userId: draft.userId.trim(),
});

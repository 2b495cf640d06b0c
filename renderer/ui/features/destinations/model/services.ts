import {
  type ServiceId,
  type ServiceServer,
  services,
} from '../../../../../common/live/services.ts';
import type { Destination } from '../../../../../common/show/schema.ts';

/** A way to send that a person can choose; `embedded` is there from the start. */
export type Kind = Exclude<Destination['kind'], 'embedded'>;

/** In the order of the cards. */
export const offered: readonly ServiceId[] = [
  'tencent',
  'bilibili',
  'douyin',
  'kuaishou',
  'huya',
  'youtube',
  'twitch',
  'custom',
];

/** Ways a service can be sent to, the usual one first. */
export function kindsOf(id: ServiceId): readonly Kind[] {
  const { protocols } = services[id];
  const kinds: Kind[] = ['rtmp'];
  if (protocols.includes('whip')) kinds.push('whip');
  if (id === 'custom') kinds.push('file');
  return kinds;
}

/** Servers that a service publishes for a way to send, the best first. */
export const serversOf = (id: ServiceId, kind: Kind): readonly ServiceServer[] =>
  services[id].servers.filter((it) => it.kind === kind);

/**
 * Letters that stand for a service, in Chinese and elsewhere, and the look of its tile; no service's
 * own sign is used.
 */
export const tiles: Readonly<
  Record<ServiceId, { readonly letters: readonly [string, string]; readonly look: string }>
> = {
  tencent: { letters: ['腾', 'T'], look: 'bg-[#123a73] text-[#a9cbff]' },
  bilibili: { letters: ['B', 'B'], look: 'bg-[#0f4558] text-[#9ee3fb]' },
  douyin: { letters: ['抖', 'D'], look: 'bg-[#3a3f4d] text-[#f1f3f8]' },
  kuaishou: { letters: ['快', 'K'], look: 'bg-[#5a3310] text-[#ffc795]' },
  huya: { letters: ['虎', 'H'], look: 'bg-[#524208] text-[#ffe18a]' },
  youtube: { letters: ['Y', 'Y'], look: 'bg-[#5c1620] text-[#ffb3ba]' },
  twitch: { letters: ['T', 'T'], look: 'bg-[#3d2671] text-[#d3bfff]' },
  custom: { letters: ['', ''], look: 'bg-control-hover text-text-2' },
};

import { err, ok, type Result } from '../../../common/result.ts';
import { failed, tried } from './errors.ts';
import { type Sdk, type SdkMessage, sdkNames } from './sdk.ts';
import type { Outgoing } from './wire.ts';

type Attributes = Readonly<Record<string, string>>;

/** What is known of a group that was just joined. */
export type Entered = {
  readonly ownerId: string;
  readonly attributes: Record<string, string>;
  readonly online: number;
};

/** Joins a group, and makes it first where it is missing and may be made. `ROOM_MISSING`, `ROOM_FULL`, `SERVICE`. */
export async function enterGroup(
  sdk: Sdk,
  groupID: string,
  mayMake: boolean,
): Promise<Result<Entered>> {
  const group = { groupID, type: sdkNames.room };
  let entered = await tried('join', () => sdk.joinGroup(group));
  if (!entered.ok && entered.error.code === 'ROOM_MISSING' && mayMake) {
    await tried('create', () => sdk.createGroup({ ...group, name: groupID }));
    entered = await tried('join', () => sdk.joinGroup(group));
  }
  if (!entered.ok) return entered;
  const profile = await tried('profile', () => sdk.getGroupProfile({ groupID }));
  const read = await tried('attributes', () => sdk.getGroupAttributes({ groupID, keyList: [] }));
  const counted = await tried('count', () => sdk.getGroupOnlineMemberCount(groupID));
  return ok({
    ownerId: profile.ok ? (profile.value.data.group?.ownerID ?? '') : '',
    attributes: read.ok ? { ...read.value.data.groupAttributes } : {},
    online: counted.ok ? (counted.value.data.memberCount ?? 1) : 1,
  });
}

/** Sets some attributes of a group; an empty value removes one. Gives all there are then. */
export async function writeAttributes(
  sdk: Sdk,
  groupID: string,
  before: Attributes,
  given: Attributes,
): Promise<Result<Record<string, string>>> {
  const groupAttributes = Object.fromEntries(
    Object.entries(given).filter(([, value]) => value !== ''),
  );
  const keyList = Object.keys(given).filter((key) => given[key] === '' && key in before);
  try {
    if (Object.keys(groupAttributes).length > 0)
      await sdk.setGroupAttributes({ groupID, groupAttributes });
    if (keyList.length > 0) await sdk.deleteGroupAttributes({ groupID, keyList });
  } catch (error) {
    return failed('attributes', error);
  }
  const after: Record<string, string> = { ...before, ...groupAttributes };
  for (const key of keyList) delete after[key];
  return ok(after);
}

/** Says something to a group or to one person. Gives it with the service's number and time. */
export async function post(
  sdk: Sdk,
  to: { readonly group: string } | { readonly person: string },
  outgoing: Outgoing,
  priority: string = sdkNames.normal,
): Promise<Result<SdkMessage>> {
  const whom =
    'group' in to
      ? { to: to.group, conversationType: sdkNames.group, priority }
      : { to: to.person, conversationType: sdkNames.one };
  const options = { ...whom, ...outgoing };
  const sent = await tried('send', () =>
    sdk.sendMessage(
      'text' in outgoing.payload
        ? sdk.createTextMessage(options)
        : sdk.createCustomMessage(options),
    ),
  );
  return sent.ok ? ok(sent.value.data.message) : sent;
}

export const notJoined = () => err('DISCONNECTED', 'The chat is not connected.');
export const forbidden = () => err('FORBIDDEN', 'Only who moderates the room may do this.');

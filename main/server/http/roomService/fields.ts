import { z } from 'zod';
import { mayModerate } from '../../../../common/chat/message.ts';
import { roomCodes } from '../../../../common/rooms/api.ts';
import { callOf, done, fail, notThere, ofRoom } from './call.ts';

const MOST_FIELDS = 32;
/** What somebody in the audience adds to a count at one time. */
const MOST_STEP = 100;

const value = z.union([z.string().max(1024), z.number(), z.boolean()]).transform(String);

export const fieldCalls = {
  get_custom_info: callOf(ofRoom, ({ rooms, account }, { roomID }) => {
    const room = rooms.room(roomID);
    if (!room || !rooms.mayEnter(roomID, account, '')) return notThere;
    const shown = [...room.fields].filter(([name]) => !name.startsWith(' '));
    const custom = Object.fromEntries(shown.map(([name, it]) => [name, numberOf(it) ?? it]));
    return done({ custom });
  }),

  /** `set` by who stands in the room or may moderate it; `inc` and `dec` by anybody in it. */
  set_custom_field: callOf(
    ofRoom.extend({
      fieldName: z.string().regex(/^[A-Za-z][A-Za-z0-9_.-]{0,31}$/),
      operation: z.enum(['set', 'inc', 'dec']).default('inc'),
      value: value.optional(),
    }),
    async ({ rooms, account }, { roomID, fieldName, operation, value }) => {
      const room = rooms.room(roomID);
      if (!room || !rooms.mayEnter(roomID, account, '')) return notThere;
      if (room.banned.has(account.userId)) return fail(roomCodes.notMember, 'banned');
      const known = room.fields.get(fieldName);
      if (known === undefined && room.fields.size >= MOST_FIELDS)
        return fail(roomCodes.parameterMissing, `a room has ${MOST_FIELDS} fields at most`);
      const isStaff =
        room.anchors.has(account.userId) || mayModerate(rooms.roleOf(roomID, account));
      let next = value ?? '';
      if (operation === 'set') {
        if (!isStaff) return fail(roomCodes.notMember, 'only anchors set a field');
      } else {
        const before = numberOf(known ?? '0');
        const by = numberOf(value ?? '1');
        if (!isStaff && Math.abs(by ?? 0) > MOST_STEP)
          return fail(roomCodes.parameterMissing, `value is ${MOST_STEP} at most`);
        const sum = (before ?? Number.NaN) + (by ?? Number.NaN) * (operation === 'inc' ? 1 : -1);
        if (!Number.isSafeInteger(sum))
          return fail(roomCodes.parameterMissing, `${fieldName} is not a whole number`);
        next = String(sum);
      }
      await rooms.setField(room, fieldName, next);
      return done({ custom: { [fieldName]: numberOf(next) ?? next } });
    },
  ),
};

/** The number that a text is; null for any other text. */
const numberOf = (text: string): number | null => (/^-?\d{1,15}$/.test(text) ? Number(text) : null);

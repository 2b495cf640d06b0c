import { Hand, LogOut, MicOff, Swords, UserCheck, Users, UserX } from 'lucide-react';
import type { CohostPerson } from '../../../../common/cohost/desk.ts';
import type { Pk } from '../../../../common/pk/pk.ts';
import { sideTabChosen } from '../../app/state/view.ts';
import { store } from '../../app/store.ts';
import { ask } from '../../app/studio.ts';
import { commands, type Where } from '../command.ts';

const people = ({ session }: Where): readonly CohostPerson[] => session.cohost.desk?.people ?? [];
const asking = (where: Where) => people(where).find(({ stage }) => stage === 'asking');
/** Guests who can be heard, unless the host has turned them off. */
const heard = (where: Where) => people(where).filter(({ seat, mic }) => seat !== null && !mic.host);

/** The PK that the room is in, or is asked for. */
function openPk({ session }: Where): Pk | null {
  const pk = session.cohost.pk?.pk ?? null;
  const own = pk?.members.find(({ roomId }) => roomId === session.room?.roomId);
  return pk && pk.phase !== 'ended' && own?.out === null ? pk : null;
}
const askedFor = (where: Where): Pk | null => {
  const pk = openPk(where);
  const own = pk?.members.find(({ roomId }) => roomId === where.session.room?.roomId);
  return pk?.phase === 'inviting' && own?.answer === 'waiting' ? pk : null;
};

/** Guests and PK: what has to be quick while one talks. */
export const cohostCommands = commands([
  {
    id: 'guests.open',
    group: 'cohost',
    icon: Users,
    on: ({ view }) => view.sideTab === 'guests',
    run: () => store.dispatch(sideTabChosen('guests')),
  },
  {
    id: 'guests.accept',
    group: 'cohost',
    icon: UserCheck,
    key: () => 'CmdOrCtrl+Shift+Y',
    enabled: (where) => asking(where) !== undefined,
    run: (where) => {
      const person = asking(where);
      if (!person) return;
      const { userId, ticket } = person;
      void ask('cohost:host', { do: 'accept', userId, ticket, toAir: false });
    },
  },
  {
    id: 'guests.decline',
    group: 'cohost',
    icon: UserX,
    key: () => 'CmdOrCtrl+Shift+J',
    enabled: (where) => asking(where) !== undefined,
    run: (where) => {
      const person = asking(where);
      if (!person) return;
      const { userId, ticket } = person;
      void ask('cohost:host', { do: 'decline', userId, ticket });
    },
  },
  {
    id: 'guests.muteAll',
    group: 'cohost',
    icon: MicOff,
    key: () => 'CmdOrCtrl+Shift+M',
    enabled: (where) => heard(where).length > 0,
    run: (where) => {
      for (const { userId } of heard(where))
        void ask('cohost:host', { do: 'turn', userId, track: 'mic', off: true });
    },
  },
  {
    id: 'guests.hands',
    group: 'cohost',
    icon: Hand,
    enabled: ({ session }) => session.cohost.desk !== null,
    on: ({ session }) => session.cohost.desk?.open === true,
    run: ({ session }) =>
      void ask('cohost:host', { do: 'open', open: session.cohost.desk?.open !== true }),
  },
  {
    id: 'pk.open',
    group: 'cohost',
    icon: Swords,
    on: ({ view }) => view.sideTab === 'pk',
    run: () => store.dispatch(sideTabChosen('pk')),
  },
  {
    id: 'pk.accept',
    group: 'cohost',
    icon: UserCheck,
    enabled: (where) => askedFor(where) !== null,
    run: (where) => {
      const pk = askedFor(where);
      if (pk) void ask('cohost:pk', { do: 'accept', pkId: pk.id });
    },
  },
  {
    id: 'pk.decline',
    group: 'cohost',
    icon: UserX,
    enabled: (where) => askedFor(where) !== null,
    run: (where) => {
      const pk = askedFor(where);
      if (pk) void ask('cohost:pk', { do: 'decline', pkId: pk.id, busy: false });
    },
  },
  {
    id: 'pk.leave',
    group: 'cohost',
    icon: LogOut,
    enabled: (where) => openPk(where) !== null && askedFor(where) === null,
    run: (where) => {
      const pk = openPk(where);
      if (pk)
        void ask('cohost:pk', { do: pk.phase === 'inviting' ? 'cancel' : 'leave', pkId: pk.id });
    },
  },
]);

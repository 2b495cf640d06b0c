import { describe, expect, it } from 'vitest';
import type { Session, TencentSettings } from '../../../common/live/session.ts';
import type { RoomInfo } from '../../../common/rooms/room.ts';
import { inviteUrlOf, titled } from '../../../main/rooms/ownRoom.ts';
import { wantsRoom } from '../../../main/rooms/wantsRoom.ts';
import { freshState } from '../../support/session.ts';

const tencent: TencentSettings = {
  ...{ sdkAppId: 1, userSigUrl: 'https://a.example/sig', userId: 'me' },
  ...{ roomServiceUrl: 'https://rooms.example', pushDomain: 'push.example.com' },
};
const live: Session['live'] = { state: 'live', startedAtMs: 0 };
const state = (session: Partial<Session>, pushDomain: string | null = null) => {
  const fresh = freshState();
  const destinations = fresh.show.destinations.map((it) => ({
    ...it,
    ...(pushDomain === null
      ? {}
      : {
          ...{ kind: 'rtmp' as const },
          pgc: {
            ...{ pushDomain, playDomain: '', app: 'live', stream: 's' },
            ...{ hash: 'md5' as const, validHours: 24 },
          },
        }),
  }));
  const show = { ...fresh.show, destinations };
  return { show, session: { ...fresh.session, ...session } };
};
const id = freshState().show.destinations[0]?.id ?? '';

describe('a room is wanted', () => {
  it('while a broadcast goes, or tries to go, to the embedded server', () => {
    const on = { [id]: { state: 'live' } } as const;
    expect(wantsRoom(state({ destinations: on }))).toBe(false);
    expect(wantsRoom(state({ live, destinations: on }))).toBe(true);
    expect(
      wantsRoom(
        state({ live: { state: 'starting' }, destinations: { [id]: { state: 'connecting' } } }),
      ),
    ).toBe(true);
    expect(wantsRoom(state({ live, destinations: { [id]: { state: 'stopped' } } }))).toBe(false);
    expect(wantsRoom(state({ live, destinations: { other: { state: 'live' } } }))).toBe(false);
    // From the command line there is no such destination in the show.
    expect(wantsRoom(state({ live, destinations: { embedded: { state: 'live' } } }))).toBe(true);
  });

  it('on a service elsewhere, while it goes to the push domain of that', () => {
    const on = { live, tencent, destinations: { [id]: { state: 'live' } } } as const;
    expect(wantsRoom(state(on))).toBe(false);
    expect(wantsRoom(state(on, 'push.other.com'))).toBe(false);
    expect(wantsRoom(state(on, 'push.example.com'))).toBe(true);
    expect(wantsRoom(state({ ...on, tencent: { ...tencent, pushDomain: '' } }, 'any.com'))).toBe(
      true,
    );
  });
});

describe('the invite', () => {
  const info: RoomInfo = {
    ...{ title: '', category: 'talk', notice: '', cover: '' },
    ...{ visibility: 'public', openToPk: false },
  };
  const room = {
    ...{ roomId: 'abc', state: 'active' as const, info, invite: 's3cret' },
    ...{ stats: null, startedAtMs: null, watchUrl: '' },
  };

  it('is the room on the viewer page, with the play token while shared', () => {
    const open = 'http://127.0.0.1:8080/watch/studio';
    expect(inviteUrlOf(room, open)).toBe('http://127.0.0.1:8080/room/abc');
    const shared = inviteUrlOf(room, 'http://10.0.0.2:8080/watch/studio?token=t');
    expect(shared).toBe('http://10.0.0.2:8080/room/abc?token=t');
    expect(inviteUrlOf(room, null)).toBe('');
    // On another server of ours it is as that one says, and never anything but a page.
    const there = { ...room, watchUrl: 'https://live.example.com/room/abc?token=t' };
    expect(inviteUrlOf(there, null)).toBe('https://live.example.com/room/abc?token=t');
    expect(inviteUrlOf({ ...room, watchUrl: 'javascript:alert(1)' }, null)).toBe('');
  });

  it('has the secret of a private room', () => {
    const hidden = { ...room, info: { ...info, visibility: 'private' as const } };
    expect(inviteUrlOf(hidden, 'http://10.0.0.2/watch/studio?token=t')).toBe(
      'http://10.0.0.2/room/abc?token=t&invite=s3cret',
    );
  });

  it('names an untitled room after the show', () => {
    expect(titled(info, ' My show ').title).toBe('My show');
    expect(titled({ ...info, title: 'Own' }, 'My show').title).toBe('Own');
    expect(titled(info, ' ').title).toBe('Live');
    expect(titled(info, 'x'.repeat(100)).title).toHaveLength(60);
  });
});

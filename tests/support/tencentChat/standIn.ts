import { type WebSocket, WebSocketServer } from 'ws';

/**
 * Stands in for Tencent's chat service, as far as the unmodified `@tencentcloud/chat` asks for it: one
 * WebSocket, JSON frames of `{head, body}`; answers are binary. The shapes are those the SDK was seen
 * to send and to take; it is no copy of the service.
 */

type Body = Record<string, unknown>;
type Frame = { readonly head: Record<string, unknown>; readonly body: Body };
type Person = { readonly userId: string; readonly socket: WebSocket };
type Message = Body & { readonly MsgSeq: number; readonly From_Account: string };
type Group = {
  readonly id: string;
  readonly owner: string;
  readonly members: Map<string, { since: number; mutedUntil: number }>;
  readonly messages: Message[];
  attributes: Record<string, { value: string; seq: number }>;
  attributesSeq: number;
  /** Calls of `get_msg` that wait for news. */
  waiting: (() => void)[];
  sentAtMs: number[];
};

export type StandIn = {
  /** For `proxyServer`. */
  readonly url: string;
  /** Says something in a group as another client would; `body` is its elements. */
  inject(groupId: string, from: string, body: readonly object[]): void;
  /** Ends a person's login as a second one elsewhere does. */
  kickOut(userId: string): void;
  /** Messages that were dropped because a group had more than 40 in a second. */
  dropped(): number;
  /** Ends a person's connection without a word. */
  cut(userId: string): void;
  close(): Promise<void>;
};

/** What an AVChatRoom takes in a second (trtc.io/document/38173). */
const MOST_PER_SECOND = 40;
const POLL_MS = 2_000;

export async function startStandIn(): Promise<StandIn> {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as { port: number };
  const people = new Map<string, Person>();
  const groups = new Map<string, Group>();
  let dropped = 0;
  let keys = 0;
  const seconds = () => Math.floor(Date.now() / 1000);
  const refuse = (code: number, info: string): Body => ({
    ActionStatus: 'FAIL',
    ErrorCode: code,
    ErrorInfo: info,
  });

  const send = (socket: WebSocket, head: Body, body: Body) =>
    socket.send(
      Buffer.from(
        JSON.stringify({
          head,
          body: { ActionStatus: 'OK', ErrorCode: 0, ErrorInfo: '', ...body },
        }),
      ),
    );
  const wake = (group: Group) => {
    for (const go of group.waiting.splice(0)) go();
  };
  const push = (group: Group, message: Body): Message => {
    const whole = {
      Event: 3,
      ToGroupId: group.id,
      GroupInfo: { GroupType: 'AVChatRoom', GroupId: group.id },
      MsgTimeStamp: seconds(),
      ...message,
      MsgSeq: group.messages.length + 1,
    } as unknown as Message;
    group.messages.push(whole);
    wake(group);
    return whole;
  };
  const groupOf = (body: Body) => groups.get(String(body.GroupId ?? ''));

  type Answer = Body | Promise<Body>;
  const commands: Record<string, (body: Body, me: string) => Answer> = {
    'heartbeat.alive': () => ({}),
    'im_open_status.wshello': () => ({}),
    'im_open_status.wslogout': () => ({}),
    'profile.portrait_get_all': (body) => ({
      UserProfileItem: accountsOf(body).map((To_Account) => ({ To_Account, ProfileItem: [] })),
    }),
    'profile.portrait_set': () => ({}),
    'sns.black_list_get': () => ({ BlackListItem: [], StartIndex: 0 }),
    'recentcontact.page_get': () => ({ SessionItem: [], CompleteFlag: 1 }),
    'group_open_http_svc.get_joined_group_list': () => ({ GroupIdList: [], TotalCount: 0 }),
    'group_open_http_svc.create_group'(body, me) {
      const id = String(body.GroupId);
      if (groups.has(id)) return refuse(10021, 'the group is there already');
      groups.set(id, {
        ...{ id, owner: me, members: new Map(), messages: [], attributes: {}, attributesSeq: 0 },
        ...{ waiting: [], sentAtMs: [] },
      });
      return { GroupId: id };
    },
    'group_open_http_svc.apply_join_group'(body, me) {
      const group = groupOf(body);
      if (!group) return refuse(10010, 'no such group');
      group.members.set(me, { since: Date.now(), mutedUntil: 0 });
      return {
        JoinedStatus: 'JoinedSuccess',
        LongPollingKey: `${group.id}#${me}#${++keys}`,
        StartSeq: group.messages.length + 1,
        AVChatRoomFlag: 1,
      };
    },
    'group_open_http_svc.quit_group'(body, me) {
      groupOf(body)?.members.delete(me);
      return {};
    },
    'group_open_http_svc.destroy_group'(body) {
      groups.delete(String(body.GroupId));
      return {};
    },
    'group_open_http_svc.get_group_self_member_info': (body, me) => ({
      GroupInfo: listOf(body.GroupIdList ?? body.GroupId).map((id) => infoOf(groups.get(id), me)),
    }),
    'group_open_http_svc.get_group_info': (body, me) => ({
      GroupInfo: listOf(body.GroupIdList).map((id) => infoOf(groups.get(id), me)),
    }),
    'group_open_http_svc.get_online_member_num': (body) => ({
      OnlineMemberNum: groupOf(body)?.members.size ?? 0,
    }),
    'group_open_avchatroom_http_svc.get_members': (body) => ({
      MemberList: [...(groupOf(body)?.members ?? [])]
        .reverse()
        .map(([Member_Account, { since }]) => ({
          ...{ Member_Account, NickName: '', Avatar: '', JoinTime: Math.floor(since / 1000) },
        })),
      Timestamp: 0,
    }),
    'group_open_http_svc.modify_group_member_info'(body, me) {
      const group = groupOf(body);
      const member = group?.members.get(String(body.Member_Account));
      if (!group || group.owner !== me) return refuse(10007, 'only the owner');
      if (member && typeof body.ShutUpTime === 'number')
        member.mutedUntil = Date.now() + body.ShutUpTime * 1000;
      return {};
    },
    'group_open_http_svc.send_group_msg'(body, me) {
      const group = groupOf(body);
      const member = group?.members.get(me);
      if (!group || !member) return refuse(10010, 'not in the group');
      if (member.mutedUntil > Date.now()) return refuse(10017, 'muted');
      const now = Date.now();
      group.sentAtMs = group.sentAtMs.filter((it) => it > now - 1000);
      if (group.sentAtMs.length >= MOST_PER_SECOND) {
        // As the service does: answered, and never delivered.
        dropped++;
        return { MsgTime: seconds(), MsgSeq: group.messages.length };
      }
      group.sentAtMs.push(now);
      const { MsgSeq } = push(group, {
        From_Account: me,
        From_AccountNick: '',
        MsgBody: body.MsgBody,
        CloudCustomData: body.CloudCustomData,
        Random: body.Random,
        ClientSeq: body.ClientSeq,
        MsgPriority: body.MsgPriority,
        TinyId: tinyIdOf(me),
      });
      return { MsgTime: seconds(), MsgSeq };
    },
    'group_open_http_svc.set_group_attr': (body, me) => setAttributes(body, me, true),
    'group_open_http_svc.modify_group_attr': (body, me) => setAttributes(body, me, false),
    'group_open_http_svc.delete_group_attr'(body, me) {
      const group = groupOf(body);
      if (!group || group.owner !== me) return refuse(10007, 'only the owner');
      for (const name of listOf(body.GroupAttr)) delete group.attributes[name];
      group.attributesSeq++;
      tellAttributes(group);
      return { AttrMainSeq: group.attributesSeq, GroupAttr: [] };
    },
    'group_open_attr_http_svc.get_group_attr': (body) => attributesOf(groupOf(body)),
    'group_open_http_svc.get_group_attr': (body) => attributesOf(groupOf(body)),
    async 'group_open_long_polling_http_svc.get_msg'(body) {
      const key = String(body.Key);
      const group = groups.get(key.split('#')[0] ?? '');
      const from = Number(body.StartSeq);
      if (group && group.messages.length < from) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, POLL_MS);
          group.waiting.push(() => {
            clearTimeout(timer);
            resolve();
          });
        });
      }
      const messages = (group?.messages ?? []).slice(Math.max(0, from - 1));
      return {
        Key: key,
        NextSeq: from + messages.length,
        NextBroadcastSeq: 0,
        RspMsgList: messages,
      };
    },
    'openim.sendmsg'(body, me) {
      const to = people.get(String(body.To_Account));
      const time = seconds();
      if (!to) return refuse(20003, 'nobody of that name');
      const key = `${body.MsgSeq}_${body.MsgRandom}_${time}`;
      const message = {
        ...{ From_Account: me, To_Account: to.userId, MsgBody: body.MsgBody, MsgSeq: body.MsgSeq },
        ...{ MsgRandom: body.MsgRandom, MsgTimeStamp: time, MsgClientTime: time, MsgKey: key },
      };
      send(
        to.socket,
        { servcmd: 'im_open_push.msg_push' },
        {
          EventArray: [{ Event: 2, C2cMsgArray: [message] }],
        },
      );
      return { MsgTime: time, MsgKey: key };
    },
  };

  function setAttributes(body: Body, me: string, replace: boolean): Body {
    const group = groupOf(body);
    if (!group || group.owner !== me) return refuse(10007, 'only the owner');
    if (replace) group.attributes = {};
    group.attributesSeq++;
    const given = (body.GroupAttr ?? []) as { key: string; value: string }[];
    for (const { key, value } of given) group.attributes[key] = { value, seq: group.attributesSeq };
    tellAttributes(group);
    return {
      AttrMainSeq: group.attributesSeq,
      GroupAttr: given.map(({ key }) => ({ key, seq: group.attributesSeq })),
    };
  }

  /** That they are others now; what they are the SDK asks for. */
  function tellAttributes(group: Group) {
    const GroupAttrOption = {
      GroupAttrSeq: group.attributesSeq,
      PushChangedAttrValFlag: 0,
      OpType: 2,
    };
    push(group, { Event: 6, From_Account: '', MsgBody: { MsgGroupNewInfo: { GroupAttrOption } } });
  }

  const attributesOf = (group: Group | undefined): Body => ({
    AttrMainSeq: group?.attributesSeq ?? 0,
    GroupAttrAry: Object.entries(group?.attributes ?? {}).map(([key, it]) => ({ key, ...it })),
  });

  server.on('connection', (socket) => {
    let me = '';
    socket.on('message', async (data) => {
      const { head, body } = JSON.parse(String(data)) as Frame;
      const command = String(head.servcmd);
      if (command === 'im_open_status.wslogin') {
        me = String(head.identifier);
        people.set(me, { userId: me, socket });
        const answer = {
          ...{ A2Key: `key-of-${me}`, TinyId: tinyIdOf(me), HelloInterval: 60, InstId: 1 },
          ...{ TimeStamp: seconds(), PurchaseBits: '1'.repeat(64), CustomStatus: '' },
        };
        return send(socket, head, answer);
      }
      if (!me && typeof head.a2 === 'string') {
        // A line that came back: no new login, but the key of the last.
        me = head.a2.replace('key-of-', '');
        people.set(me, { userId: me, socket });
      }
      const run = commands[command];
      // Housekeeping that no room needs is answered with nothing.
      const answer = run ? await run(body ?? {}, me) : {};
      if (socket.readyState === socket.OPEN) send(socket, head, answer);
    });
    socket.on('close', () => {
      if (people.get(me)?.socket === socket) people.delete(me);
    });
  });

  return {
    url: `ws://127.0.0.1:${port}`,
    inject(groupId, from, MsgBody) {
      const group = groups.get(groupId);
      const Random = Math.floor(Math.random() * 2 ** 31);
      if (group) push(group, { From_Account: from, MsgBody, Random, TinyId: tinyIdOf(from) });
    },
    kickOut(userId) {
      const socket = people.get(userId)?.socket;
      const notice = { KickoutMsgNotify: { KickType: 1, NewInstInfo: {} } };
      const event = { Event: 10, C2cNotifyMsgArray: [notice], NoticeSeq: 1 };
      if (socket) send(socket, { servcmd: 'im_open_push.msg_push' }, { EventArray: [event] });
    },
    dropped: () => dropped,
    cut: (userId) => people.get(userId)?.socket.terminate(),
    close: () =>
      new Promise((resolve) => {
        for (const socket of server.clients) socket.terminate();
        for (const group of groups.values()) wake(group);
        server.close(() => resolve());
      }),
  };
}

const listOf = (given: unknown): string[] =>
  (Array.isArray(given) ? given : [given]).map((it) =>
    typeof it === 'object' && it !== null
      ? String((it as Body).GroupId ?? (it as Body).key)
      : String(it),
  );

const accountsOf = (body: Body): string[] =>
  ((body.UserItem ?? []) as { To_Account: string }[]).map((it) => it.To_Account);

const tinyIdOf = (userId: string): string => {
  let sum = 144115200000000000n;
  for (const letter of userId) sum = sum * 31n + BigInt(letter.charCodeAt(0));
  return String(sum % 10n ** 18n);
};

const infoOf = (group: Group | undefined, me: string): Body => ({
  ...{ GroupId: group?.id ?? '', Type: 'AVChatRoom', Name: group?.id ?? '', ErrorCode: 0 },
  ...{ Owner_Account: group?.owner ?? '', MemberNum: group?.members.size ?? 0, NextMsgSeq: 1 },
  SelfInfo: { Role: group?.owner === me ? 'Owner' : 'Member', JoinTime: 1, MsgSeq: 0 },
  AppDefinedData: [],
});

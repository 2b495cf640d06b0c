// One person on the unmodified SDK, in a process of its own. Orders come by `process.send`, one at a time.
import { WebSocket } from 'ws';

globalThis.WebSocket = WebSocket;
globalThis.document ??= { addEventListener() {}, removeEventListener() {}, hidden: false };

const { default: Chat } = await import('@tencentcloud/chat');
const [url, userID] = process.argv.slice(2);
const chat = Chat.create({ SDKAppID: 1_400_000_000, proxyServer: url });
chat.setLogLevel(4);
const heard = [];
const ready = new Promise((resolve) => chat.on(Chat.EVENT.SDK_READY, resolve));
chat.on(Chat.EVENT.MESSAGE_RECEIVED, ({ data }) => {
  for (const message of data)
    heard.push({
      from: message.from,
      type: message.type,
      conversation: message.conversationType,
      payload: message.payload,
    });
});
chat.on(Chat.EVENT.GROUP_ATTRIBUTES_UPDATED, ({ data }) => heard.push({ attributes: data }));

chat.addSignalingListener(Chat.TSignaling.NEW_INVITATION_RECEIVED, ({ data }) =>
  heard.push({ invitedBy: data.inviter, data: data.data }),
);

const orders = {
  async login() {
    await chat.login({ userID, userSig: 'signed' });
    await ready;
  },
  create: (groupID) =>
    chat.createGroup({ groupID, type: Chat.TYPES.GRP_AVCHATROOM, name: groupID }),
  join: (groupID) => chat.joinGroup({ groupID, type: Chat.TYPES.GRP_AVCHATROOM }),
  text: (groupID, text) =>
    chat.sendMessage(
      chat.createTextMessage({
        to: groupID,
        conversationType: Chat.TYPES.CONV_GROUP,
        payload: { text },
      }),
    ),
  custom: (groupID, data) =>
    chat.sendMessage(
      chat.createCustomMessage({
        to: groupID,
        conversationType: Chat.TYPES.CONV_GROUP,
        priority: Chat.TYPES.MSG_PRIORITY_HIGH,
        payload: { data, description: '', extension: '' },
      }),
    ),
  direct: (to, data) =>
    chat.sendMessage(
      chat.createCustomMessage({
        to,
        conversationType: Chat.TYPES.CONV_C2C,
        payload: { data, description: '', extension: '' },
      }),
    ),
  invite: (to, data) => chat.invite({ userID: to, data, timeout: 10 }),
  cancel: (inviteID) => chat.cancel({ inviteID, data: '' }),
  setAttributes: (groupID, attributes) =>
    chat.setGroupAttributes({ groupID, groupAttributes: attributes }),
  getAttributes: (groupID) => chat.getGroupAttributes({ groupID, keyList: [] }),
  heard: async () => heard.splice(0),
};

process.on('message', async ({ id, order, values }) => {
  try {
    const answer = await orders[order](...values);
    process.send({ id, value: order === 'heard' ? answer : (answer?.data ?? null) });
  } catch (error) {
    process.send({ id, error: `${error?.code ?? ''} ${error?.message ?? error}` });
  }
});
process.on('disconnect', () => process.exit(0));
process.send({ id: 0, value: 'here' });

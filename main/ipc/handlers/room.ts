import { join } from 'node:path';
import { dialog } from 'electron';
import { err, ok } from '../../../common/result.ts';
import { coverPicture } from '../../rooms/coverPicture.ts';
import { csvOf, jsonOf } from '../../rooms/exportText.ts';
import { openRoomPage } from '../../security/guards.ts';
import { diskError } from '../../settings/diskError.ts';
import { writeAtomically } from '../../settings/showFile.ts';
import { textsOf } from '../../texts.ts';
import type { HandlersFor } from '../door.ts';
import type { Context } from './context.ts';

type RoomChannel =
  | 'room:setInfo'
  | 'room:setHostName'
  | 'room:pickCover'
  | 'room:removeCover'
  | 'room:list'
  | 'room:open'
  | 'room:summary'
  | 'room:export'
  | 'chat:history'
  | 'chat:send'
  | 'chat:order'
  | 'chat:audience'
  | 'chat:question'
  | 'chat:window'
  | 'settings:setTencent'
  | 'settings:setOwnServer';

/** The studio's room, its chat, and the services both come from. */
export const roomHandlers = ({ studio, window }: Context): HandlersFor<RoomChannel> => {
  const { rooms, store } = studio;
  const texts = () => textsOf(store.state.session.locale);
  return {
    'room:setInfo': (info) => rooms.setInfo(info),
    'room:setHostName': ({ name }) => rooms.setHostName(name),
    'room:pickCover': async () => {
      const { canceled, filePaths } = await dialog.showOpenDialog(window.base, {
        title: texts()('pick.cover'),
        properties: ['openFile'],
        filters: [{ name: texts()('pick.cover'), extensions: ['png', 'jpg', 'jpeg', 'webp'] }],
      });
      const [file] = filePaths;
      if (canceled || !file) return ok(null);
      const picture = await coverPicture(file);
      return picture.ok ? rooms.setCover(picture.value) : picture;
    },
    'room:removeCover': () => rooms.setInfo({ cover: '' }),
    'room:list': (page) => rooms.list(page),
    'room:open': async ({ roomId }) => {
      const page = await rooms.pageOf(roomId);
      if (!page.ok) return page;
      return openRoomPage(page.value.url, page.value.origin)
        ? ok(null)
        : err('INPUT_INVALID', 'the page of this room is not on its own server');
    },
    'room:summary': () => rooms.summary(),
    'room:export': async ({ format }) => {
      const summary = await rooms.summary();
      if (!summary.ok) return summary;
      if (!summary.value) return err('INPUT_INVALID', 'there was no show with a room yet');
      const record = { summary: summary.value, chat: rooms.whole() };
      const day = new Date(summary.value.startedAtMs).toISOString().slice(0, 10);
      const name = summary.value.title.replace(/[^\p{L}\p{N} _-]/gu, '').trim() || 'show';
      const { canceled, filePath } = await dialog.showSaveDialog(window.base, {
        title: texts()('room.export'),
        defaultPath: join(store.state.session.recordingFolder, `${name} ${day}.${format}`),
        filters: [{ name: texts()(`health.${format}`), extensions: [format] }],
      });
      if (canceled || !filePath) return ok(null);
      // Some systems' dialogues do not add the ending.
      const file = filePath.endsWith(`.${format}`) ? filePath : `${filePath}.${format}`;
      try {
        await writeAtomically(file, format === 'csv' ? csvOf(record) : jsonOf(record));
        return ok({ file });
      } catch (error) {
        return diskError(error);
      }
    },
    'chat:history': ({ atMost }) => ok(rooms.history(atMost)),
    'chat:send': (message) => rooms.send(message),
    'chat:order': (order) => rooms.order(order),
    'chat:audience': async () => {
      const people = await rooms.audience();
      return people.ok ? ok([...people.value]) : people;
    },
    'chat:question': ({ id, state }) => rooms.question(id, state),
    'chat:window': ({ open }) => {
      if (open) studio.chatWindow.open();
      else studio.chatWindow.close();
      return ok(null);
    },
    'settings:setOwnServer': (asked) =>
      asked
        ? rooms.setOwnServer({ url: new URL(asked.url).origin, userId: asked.userId }, asked.secret)
        : rooms.setOwnServer(null, ''),
    'settings:setTencent': (tencent) => rooms.setTencent(tencent),
  };
};

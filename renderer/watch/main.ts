import { z } from 'zod';
import { byId } from './dom.ts';
import { showList } from './list.ts';
import { showPicture } from './picture.ts';
import { showRoom } from './room/room.ts';
import { addressOf } from './stream.ts';

// The page's policy forbids the code that zod would write.
z.config({ jitless: true });

const roomId = /^\/room\/([A-Za-z0-9_-]{1,64})$/.exec(location.pathname)?.[1];

if (roomId !== undefined) {
  document.documentElement.dataset.page = 'room';
  byId('room').hidden = false;
  showRoom(roomId);
} else if (location.pathname === '/') {
  document.documentElement.dataset.page = 'list';
  byId('player').hidden = true;
  byId('list').hidden = false;
  showList();
} else {
  document.documentElement.dataset.page = 'watch';
  const address = addressOf(location);
  showPicture({ address: () => address, countViewers: true });
}

import { describe, expect, it } from 'vitest';
import { isHere } from '../../../renderer/ui/features/guests/isHere.ts';
import { roomIdIn } from '../../../renderer/ui/features/pk/roomIdIn.ts';

describe('links that people hand round', () => {
  it('knows a guest link that no other device can open', () => {
    for (const host of ['127.0.0.1:8080', 'localhost', '[::1]:8443'])
      expect(isHere(`http://${host}/guest/room-a?link=x`), host).toBe(true);
    for (const host of ['192.168.1.20:8443', 'live.example.com', '127.example.com'])
      expect(isHere(`https://${host}/guest/room-a?link=x`), host).toBe(false);
  });

  it.each([
    ['pjc5ad5r7u', 'pjc5ad5r7u'],
    ['  pjc5ad5r7u ', 'pjc5ad5r7u'],
    ['http://127.0.0.1:8080/room/pjc5ad5r7u', 'pjc5ad5r7u'],
    ['https://live.example.com/room/pjc5ad5r7u?invite=abc#x', 'pjc5ad5r7u'],
    ['https://live.example.com/watch/studio', null],
    ['https://live.example.com/room/', null],
    ['room 7', null],
    ['', null],
  ])('finds the room in %j', (text, roomId) => {
    expect(roomIdIn(text)).toBe(roomId);
  });
});

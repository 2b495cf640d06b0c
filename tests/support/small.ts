/**
 * Options for a picture that a machine at half its speed, and with other work, encodes without a
 * skip: for tests of what becomes of every frame. What the studio is able to make is the bench's.
 */
export const SMALL_PICTURE = ['--size', '320x180', '--video-kbps', '600'] as const;

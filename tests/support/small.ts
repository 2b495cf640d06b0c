/**
 * Options for a picture that a machine at half its speed, and with other work, encodes without a
 * skip: for tests of what becomes of every frame. What the studio is able to make is the bench's.
 */
export const SMALL_PICTURE = ['--size', '320x180', '--video-kbps', '600'] as const;

/** For tests of what is pressed and said, to which the picture is a mere witness: it costs a third. */
export const FEW_FRAMES = ['--fps', '10'] as const;

/** Both: for tests that are on air for the sake of something else. */
export const SMALL_AND_FEW = [...SMALL_PICTURE, ...FEW_FRAMES] as const;

import type { RemotePerson } from '../../../../common/cohost/stage.ts';

/** Kilobits per second and pixels of what goes over one connection. */
export type ConnectionLimits = {
  /** What is sent to them: the programme. */
  readonly sent: {
    readonly videoKbps: number;
    readonly audioKbps: number;
    /** Longest side of the picture, pixels. */
    readonly side: number;
    readonly fps: number;
  };
  /** What they may send. */
  readonly received: { readonly videoKbps: number; readonly audioKbps: number };
};

/** The more there are, the smaller each is seen. */
const FULL_UP_TO = 4;

export const isRoom = ({ id }: Pick<RemotePerson, 'id'>): boolean => id.startsWith('room:');

/** @param people how many send their picture */
export function limitsOf(person: RemotePerson, people: number): ConnectionLimits {
  if (isRoom(person))
    return {
      sent: { videoKbps: 2_000, audioKbps: 128, side: 960, fps: 30 },
      received: { videoKbps: 2_000, audioKbps: 128 },
    };
  return {
    sent: { videoKbps: 500, audioKbps: 64, side: 640, fps: 30 },
    received: { videoKbps: people <= FULL_UP_TO ? 1_200 : 700, audioKbps: 64 },
  };
}

import { useEffect, useState } from 'react';
import { useStudio } from '../../../app/hooks.ts';

/** Names by RFC 6381, at a level that holds any canvas. */
const codecs = { hevc: 'hev1.1.6.L153.B0', av1: 'av01.0.13M.08' } as const;

/** Whether this machine encodes a codec; null while that is not known. */
export type Encoders = Readonly<Record<keyof typeof codecs, boolean | null>>;

/** Asks the browser once which of the newer codecs this machine encodes at the canvas's size. */
export function useEncoders(): Encoders {
  const width = useStudio(({ show }) => show.canvases[0]?.width ?? 1280);
  const height = useStudio(({ show }) => show.canvases[0]?.height ?? 720);
  const [encoders, setEncoders] = useState<Encoders>({ hevc: null, av1: null });
  useEffect(() => {
    let gone = false;
    const look = async (codec: string) => {
      if (typeof VideoEncoder === 'undefined') return null;
      const config = { codec, width, height, bitrate: 3_000_000, framerate: 30 };
      const answer = await VideoEncoder.isConfigSupported(config).catch(() => null);
      return answer?.supported ?? false;
    };
    void Promise.all([look(codecs.hevc), look(codecs.av1)]).then(([hevc, av1]) => {
      if (!gone) setEncoders({ hevc: hevc ?? null, av1: av1 ?? null });
    });
    return () => {
      gone = true;
    };
  }, [width, height]);
  return encoders;
}

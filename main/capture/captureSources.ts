import { desktopCapturer } from 'electron';
import type { ChannelOutput } from '../../common/ipc/contract.ts';
import { err, ok, type Result } from '../../common/result.ts';

type Found = ChannelOutput<'capture:sources'>;

/** Size of the small pictures, pixels at most, and their JPEG quality. */
const PICTURE = { width: 320, height: 180 };
const QUALITY = 75;
/** More windows than anyone looks through. */
const MOST = 200;

/** The screens and windows that can be shown, with a small picture of each. */
export async function captureSources(): Promise<Result<Found>> {
  try {
    const found = await desktopCapturer.getSources({
      types: ['screen', 'window'],
      thumbnailSize: PICTURE,
      fetchWindowIcons: false,
    });
    return ok(
      found.slice(0, MOST).map(({ id, name, thumbnail }) => ({
        captureId: id,
        target: id.startsWith('screen:') ? ('screen' as const) : ('window' as const),
        title: name.slice(0, 500),
        picture: thumbnail.isEmpty()
          ? ''
          : `data:image/jpeg;base64,${thumbnail.toJPEG(QUALITY).toString('base64')}`,
      })),
    );
  } catch (error) {
    return err(
      'DEVICE_DENIED',
      `the system does not let screens be seen: ${(error as Error).message}`,
    );
  }
}

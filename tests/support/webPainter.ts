// Loaded into the main process of a page under test: a web page source, drawn by the studio's own code.

import type { SourceOf } from '../../common/show/sources.ts';
import { WebPage } from '../../main/web/webPage.ts';
import type { PlainWebFrame } from './stagePage/liveSource.ts';

let page: WebPage | null = null;
let frames: PlainWebFrame[] = [];
let problem = '';

const painter = {
  open(source: SourceOf<'web'>): void {
    page = new WebPage(source, {
      onFrame: ({ bgra, ...rest }) =>
        frames.push({ ...rest, bgra: Buffer.from(bgra).toString('base64') }),
      onProblem: (error) => {
        problem = error?.message ?? '';
      },
    });
  },
  /** What has been drawn since it was last asked. */
  take(): { frames: PlainWebFrame[]; problem: string } {
    const taken = { frames, problem };
    frames = [];
    return taken;
  },
  close(): void {
    page?.dispose();
    page = null;
  },
};

export type WebPainter = typeof painter;
Object.assign(globalThis, { webPainter: painter });

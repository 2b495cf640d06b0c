import { nextRevision, type Picture, whole } from './picture.ts';
import { drawSlate, SLATE_SIZE, type SlateReason, slateVersion } from './slate.ts';

/** A slate as a picture: drawn once, when it is first seen. */
export function createSlatePicture(
  id: string,
  told: () => { readonly reason: SlateReason; readonly name: string },
): Picture {
  let drawn: { readonly image: OffscreenCanvas; readonly of: string } | null = null;
  let revision = 0;
  return {
    size: SLATE_SIZE,
    layers() {
      const { reason, name } = told();
      const of = `${slateVersion()} ${reason} ${name}`;
      if (drawn?.of !== of) {
        drawn = { image: drawSlate(reason, name), of };
        revision = nextRevision();
      }
      const content = { kind: 'bitmap', image: drawn.image, revision } as const;
      return [{ id: `${id}:slate`, content, rect: whole(SLATE_SIZE), opacity: 1 }];
    },
    update: () => {},
    seen(where) {
      if (where === 'nowhere') drawn = null;
    },
    dispose() {
      drawn = null;
    },
  };
}

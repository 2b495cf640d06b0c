import { onStage } from './telemetry.ts';

/** Pictures of scenes as the stage tells them, each an object URL that is given back when it is replaced. */
const urls = new Map<string, string>();
const listeners = new Map<string, Set<(url: string) => void>>();

/** Begins to take thumbnails; the latest of each scene is kept, so that one that comes into sight has its picture at once. */
export function listenToThumbnails(): () => void {
  return onStage('thumbnail', ({ sceneId, jpeg }) => {
    const before = urls.get(sceneId);
    const url = URL.createObjectURL(new Blob([jpeg], { type: 'image/jpeg' }));
    urls.set(sceneId, url);
    for (const listener of listeners.get(sceneId) ?? []) listener(url);
    // The one before may be on its way to the screen.
    if (before) setTimeout(() => URL.revokeObjectURL(before), 1000);
  });
}

/** Hands over a scene's picture now, and each that follows, outside React. Returns an unsubscribe. */
export function onThumbnail(sceneId: string, listener: (url: string) => void): () => void {
  const list = listeners.get(sceneId) ?? new Set();
  listeners.set(sceneId, list);
  list.add(listener);
  const url = urls.get(sceneId);
  if (url) listener(url);
  return () => {
    list.delete(listener);
    if (list.size === 0) listeners.delete(sceneId);
  };
}

/** Gives back the pictures of scenes that are gone. */
export function forgetThumbnails(sceneIds: ReadonlySet<string>): void {
  for (const [sceneId, url] of urls) {
    if (sceneIds.has(sceneId)) continue;
    URL.revokeObjectURL(url);
    urls.delete(sceneId);
  }
}

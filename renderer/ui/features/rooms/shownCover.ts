/** What this window may load of a cover: it takes nothing from the network, only what main hands it. */
export const shownCover = (cover: string): string | null =>
  /^(app:\/\/ui\/|\/(?!\/)|data:image\/(png|jpeg|webp);base64,)/.test(cover) ? cover : null;

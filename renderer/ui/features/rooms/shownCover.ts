/** What this window may load of a cover: it takes nothing from the network, only what main hands it. */
export const shownCover = (cover: string): string | null =>
  /^\/covers\/[\w.-]+$/.test(cover) ? cover : null;

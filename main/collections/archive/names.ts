/** Where the document stands in an archive, and the folder of its files. */
export const DOCUMENT = 'show.json';
export const MEDIA_FOLDER = 'media/';

/** Most bytes (UTF-8) of a name's stem and of its extension; file systems take 255 in all. */
const MAX_STEM_BYTES = 160;
const MAX_EXTENSION_BYTES = 16;

/** As many whole characters from the front as fit. */
function fitting(text: string, maxBytes: number): string {
  let bytes = 0;
  let cut = '';
  for (const character of text) {
    bytes += Buffer.byteLength(character);
    if (bytes > maxBytes) break;
    cut += character;
  }
  return cut;
}

/** A file name that every system takes, as near as can be to the last part of `path`. */
export function plainName(path: string): string {
  const last = path.split(/[/\\]/).at(-1) ?? '';
  // Letters of every language stay; what a shell or a file system would take for more does not.
  const plain = last.replace(/[^\p{L}\p{N}._-]+/gu, '_').replace(/^\.+/, '_');
  const dot = plain.lastIndexOf('.');
  const extension = dot > 0 ? fitting(plain.slice(dot), MAX_EXTENSION_BYTES) : '';
  const stem = fitting(dot > 0 ? plain.slice(0, dot) : plain, MAX_STEM_BYTES);
  return `${stem}${extension}`.replace(/\.+$/, '') || 'file';
}

/** Where file number `index` (from 0) stands in a folder of media: `0001/<name>`, so that every file keeps its name. */
export const mediaName = (index: number, path: string): string =>
  `${String(index + 1).padStart(4, '0')}/${plainName(path)}`;

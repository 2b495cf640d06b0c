/** To the thread of the WebAssembly AAC encoder; `id` says which encode of the stage it is about. */
export type ToAacWorker = {
  readonly id: number;
} /** Comes first. `bitrate` in bits per second. */ & (
  | { readonly type: 'start'; readonly bitrate: number }
  /** Planar float samples, left then right, that begin where the last ones ended. */
  | { readonly type: 'sound'; readonly planar: Float32Array<ArrayBuffer>; readonly ptsUs: number }
  | { readonly type: 'finish' }
);

/** And from it. */
export type FromAacWorker = { readonly id: number } & FromEncode;

/** What one encode tells. */
export type FromEncode =
  | { readonly type: 'description'; readonly description: Uint8Array }
  | { readonly type: 'packet'; readonly data: Uint8Array; readonly ptsUs: number }
  | { readonly type: 'failed'; readonly message: string }
  /** Nothing comes after it. */
  | { readonly type: 'finished' };

/**
 * The outcome of something that can be expected to fail: a value, or an error
 * that says what, where and what to do. A throw is kept for bugs.
 */
export type Result<T, E = StudioError> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: E };

/** An expected failure: a stable code, the values that explain it, and one plain English line. */
export type StudioError = {
  /** Stable machine-readable name, also the i18n key `errors.<code>`. */
  readonly code: ErrorCode;
  /** One line for logs and the command line; never holds a secret. */
  readonly message: string;
  /** Offending values with their units in the name, e.g. `{ afterMs: 10_000 }`. Used to fill the translated text. */
  readonly detail?: Readonly<Record<string, string | number>>;
};

/** Every code an expected failure can carry. The UI has a text for each in both languages. */
export const errorCodes = [
  'DNS',
  'REFUSED',
  'UNREACHABLE',
  'TIMEOUT',
  'TLS',
  'HANDSHAKE',
  'AUTH',
  'URL_INVALID',
  'URL_EXPIRES',
  'KEY_MISSING',
  'PROTOCOL',
  'DISCONNECTED',
  'STALLED',
  'PATH_UNWRITABLE',
  'DISK_FULL',
  'FILE_EXISTS',
  'FILE_MISSING',
  'FILE_UNREADABLE',
  'SHOW_INVALID',
  'SHOW_VERSION',
  'DATA_VERSION',
  'SHOW_RESTORED',
  'COLLECTION_INVALID',
  'ARCHIVE_INVALID',
  'ON_AIR',
  'HOTKEY_TAKEN',
  'HOTKEY_INVALID',
  'IMAGE_INVALID',
  'LUT_INVALID',
  'MEDIA_UNSUPPORTED',
  'MEDIA_CUT_SHORT',
  'PAGE_ADDRESS',
  'PAGE_FAILED',
  'DEVICE_MISSING',
  'DEVICE_DENIED',
  'DEVICE_BUSY',
  'ENCODER_MISSING',
  'RECORDING_RECOVERED',
  'STAGE_LOST',
  'OUTPUT_LOST',
  'SERVER_LOST',
  'PORT_IN_USE',
  'NO_DESTINATION',
  'SECRET_UNAVAILABLE',
  'INPUT_INVALID',
  'BUSY',
  'FRAMES_LOST',
  'ROOM_MISSING',
  'ROOM_FULL',
  'BANNED',
  'RATE_LIMITED',
  'MUTED',
  'WORD_BANNED',
  'FOLLOWERS_ONLY',
  'FORBIDDEN',
  'PERSON_AWAY',
  'COHOST_MISSING',
  'COHOST_ELSEWHERE',
  'COHOST_REFUSED',
  'GUEST_FLOOD',
  'SERVICE',
  'INTERNAL',
] as const;

export type ErrorCode = (typeof errorCodes)[number];

/** Wraps a value as a success. */
export const ok = <T>(value: T): Result<T, never> => ({ ok: true, value });

/** Builds a failure. `message` must name what, where and what to do, without any secret. */
export const err = (
  code: ErrorCode,
  message: string,
  detail?: Readonly<Record<string, string | number>>,
): Result<never, StudioError> => ({
  ok: false,
  error: detail ? { code, message, detail } : { code, message },
});

/** Makes a `switch` over a union exhaustive: a forgotten case fails to compile. */
export function assertNever(value: never): never {
  throw new Error(`unexpected value: ${JSON.stringify(value)}`);
}

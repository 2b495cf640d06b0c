/** A new id, that tells what it is of. */
export const newId = (kind: string): string => `${kind}-${crypto.randomUUID().slice(0, 13)}`;

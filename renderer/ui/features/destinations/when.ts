/** A moment as a person says it, e.g. `Nov 23, 17:05`. */
export const formatWhen = (epochMs: number, language: string): string =>
  new Intl.DateTimeFormat(language, {
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(epochMs);

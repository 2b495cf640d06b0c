/** The address a browser would open: without a scheme it is `https:`. Null where it cannot be one. */
export function webAddress(text: string): string | null {
  const typed = text.trim();
  if (!typed) return null;
  const whole =
    /^[a-z][a-z0-9+.-]*:/i.test(typed) && !/^[^/]*:\d+/.test(typed) ? typed : `https://${typed}`;
  try {
    const url = new URL(whole);
    if (url.protocol !== 'https:' && url.protocol !== 'http:') return null;
    return url.hostname && whole.length <= 4096 ? url.href : null;
  } catch {
    return null;
  }
}

/** The server's name, without `www.`; empty where there is none. */
export function hostOf(url: string): string {
  try {
    return new URL(url).host.replace(/^www\./, '');
  } catch {
    return '';
  }
}

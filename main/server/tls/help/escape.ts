const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

/** Text as it stands in HTML and XML. */
export const escapeText = (text: string): string =>
  text.replace(/[&<>"]/g, (it) => entities[it] ?? '');

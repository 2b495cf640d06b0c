/** A colour taken apart: `#rrggbb` in lower case, and how much it covers, 0..1. */
export type ColourParts = { readonly rgb: string; readonly alpha: number };

/** Reads `#rrggbb`, `#rrggbbaa`, `#rgb` and the same without `#`; null for anything else. */
export function readColour(text: string): ColourParts | null {
  const hex = text.normalize('NFKC').trim().replace(/^#/, '').toLowerCase();
  if (!/^([0-9a-f]{3}|[0-9a-f]{6}|[0-9a-f]{8})$/.test(hex)) return null;
  if (hex.length === 3) return { rgb: `#${hex.replace(/./g, '$&$&')}`, alpha: 1 };
  const alpha = hex.length === 8 ? Number.parseInt(hex.slice(6), 16) / 255 : 1;
  return { rgb: `#${hex.slice(0, 6)}`, alpha };
}

/** `#rrggbb` where it covers whole, `#rrggbbaa` otherwise. */
export function writeColour({ rgb, alpha }: ColourParts): string {
  const byte = Math.round(Math.min(1, Math.max(0, alpha)) * 255);
  return byte === 255 ? rgb : `${rgb}${byte.toString(16).padStart(2, '0')}`;
}

import type { Role } from '../../../../../../common/chat/message.ts';
import type { SourceOf } from '../../../../../../common/show/sources.ts';

/** What decides how a chat source looks. */
export type Look = Pick<
  SourceOf<'chat'>,
  | 'part'
  | 'theme'
  | 'width'
  | 'height'
  | 'fontSizePx'
  | 'accent'
  | 'seconds'
  | 'showGifts'
  | 'showAvatars'
>;

/** A plate behind letters; lengths in parts of the letters' height. */
export type Plate = {
  readonly fill: string;
  readonly radius: number;
  /** Line around it; null for none. */
  readonly line: { readonly colour: string; readonly width: number } | null;
  readonly shadow: { readonly colour: string; readonly blur: number; readonly y: number } | null;
  /** Width of a bar in the accent's colour at its left edge. */
  readonly bar: number;
};

export type Theme = {
  /** Behind a message; null where letters stand on the picture itself. */
  readonly plate: Plate | null;
  /** Behind a pinned message or question, which always have one. */
  readonly card: Plate;
  readonly text: string;
  /** What matters less. */
  readonly quiet: string;
  readonly accent: string;
  /** Letters upon the accent's colour. */
  readonly onAccent: string;
  readonly names: Readonly<Record<Role, string>>;
  /** Around letters that stand on the picture itself. */
  readonly edge: { readonly colour: string; readonly width: number } | null;
  readonly glow: string | null;
  /** The name above what is said, not before it. */
  readonly stacked: boolean;
};

const channels = (colour: string): readonly [number, number, number] => [
  Number.parseInt(colour.slice(1, 3), 16),
  Number.parseInt(colour.slice(3, 5), 16),
  Number.parseInt(colour.slice(5, 7), 16),
];

const hex = (rgb: readonly number[]): string =>
  `#${rgb.map((it) => Math.round(it).toString(16).padStart(2, '0')).join('')}`;

/** A colour on its way to another, 0..1. */
export function mixed(colour: string, towards: string, part: number): string {
  const to = channels(towards);
  return hex(channels(colour).map((it, at) => it + ((to[at] as number) - it) * part));
}

/** How light a colour is, 0..1 (WCAG 2.2, relative luminance). */
export function lightness(colour: string): number {
  const [r = 0, g = 0, b = 0] = channels(colour).map((it) => {
    const part = it / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** The accent made light or dark enough to be read on a plate. */
function readable(colour: string, on: 'dark' | 'light'): string {
  let made = colour;
  for (let step = 0; step < 8; step++) {
    const light = lightness(made);
    if (on === 'dark' ? light >= 0.22 : light <= 0.16) break;
    made = mixed(made, on === 'dark' ? '#ffffff' : '#000000', 0.18);
  }
  return made;
}

const onDark = { owner: '#ffb84d', admin: '#4ade9f', anchor: '#ff8a95', guest: '#c9adff' };
const onLight = { owner: '#a34a00', admin: '#04724f', anchor: '#b3123a', guest: '#6326c9' };

/** What a theme looks like in an accent (`#rrggbb` or `#rrggbbaa`). */
export function themeOf({ theme, accent: chosen }: Pick<Look, 'theme' | 'accent'>): Theme {
  const accent = chosen.slice(0, 7);
  const onAccent = lightness(accent) > 0.3 ? '#14171d' : '#ffffff';
  const dark = readable(accent, 'dark');
  const shared = {
    text: '#ffffff',
    quiet: '#c6ccd8',
    accent,
    onAccent,
    names: { ...onDark, viewer: dark },
    edge: null,
    glow: null,
    stacked: false,
  };
  switch (theme) {
    case 'clean':
      return {
        ...shared,
        plate: null,
        card: {
          fill: '#0c0e12c4',
          radius: 0.4,
          line: null,
          shadow: null,
          bar: 0.18,
        },
        names: { ...shared.names, viewer: mixed(dark, '#ffffff', 0.4) },
        edge: { colour: '#000000c8', width: 0.16 },
      };
    case 'bubble': {
      const plate = { fill: '#171b24d6', radius: 0.8, line: null, shadow: null, bar: 0 };
      return { ...shared, plate, card: plate, stacked: true };
    }
    case 'neon': {
      const plate = {
        fill: '#07060fd2',
        radius: 0.35,
        line: { colour: dark, width: 0.07 },
        shadow: { colour: dark, blur: 0.45, y: 0 },
        bar: 0,
      };
      return { ...shared, plate, card: plate, glow: dark };
    }
    case 'paper': {
      const deep = readable(accent, 'light');
      const plate = {
        fill: '#fffdf6f5',
        radius: 0.22,
        line: null,
        shadow: { colour: '#00000059', blur: 0.3, y: 0.1 },
        bar: 0.16,
      };
      return {
        ...shared,
        plate,
        card: plate,
        text: '#22252c',
        quiet: '#5d6370',
        names: { ...onLight, viewer: deep },
        stacked: true,
      };
    }
  }
}

import {
  Dumbbell,
  Gamepad2,
  GraduationCap,
  type LucideIcon,
  Mic,
  Music,
  PartyPopper,
  Shapes,
  ShoppingBag,
} from 'lucide-react';
import { useEffect, useState } from 'react';
import type { Category } from '../../../../common/rooms/room.ts';
import { cx } from '../../components/cx.ts';
import { shownCover } from './shownCover.ts';

const faces: Record<Category, { icon: LucideIcon; ground: string }> = {
  talk: { icon: Mic, ground: 'linear-gradient(135deg, #3b4a8f, #6b3f7a)' },
  music: { icon: Music, ground: 'linear-gradient(135deg, #6b3f7a, #9c3f5f)' },
  game: { icon: Gamepad2, ground: 'linear-gradient(135deg, #23576b, #3b4a8f)' },
  shopping: { icon: ShoppingBag, ground: 'linear-gradient(135deg, #8a5130, #9c3f5f)' },
  education: { icon: GraduationCap, ground: 'linear-gradient(135deg, #2c6449, #23576b)' },
  sports: { icon: Dumbbell, ground: 'linear-gradient(135deg, #4a6a2c, #2c6449)' },
  event: { icon: PartyPopper, ground: 'linear-gradient(135deg, #9c3f5f, #8a5130)' },
  other: { icon: Shapes, ground: 'linear-gradient(135deg, #3e4759, #2b3241)' },
};

type Props = { cover: string; title: string; category: Category; className?: string };

/** A room's picture, or one made of its kind where there is none that this window may load. */
export function CoverPicture({ cover, title, category, className }: Props) {
  const source = shownCover(cover);
  const [broken, setBroken] = useState(false);
  useEffect(() => setBroken(false), [source]);
  const { icon: Icon, ground } = faces[category];
  return (
    <div
      className={cx(
        'relative flex aspect-video shrink-0 items-center justify-center overflow-hidden',
        className,
      )}
      style={{ background: ground }}
    >
      {source && !broken ? (
        <img
          src={source}
          alt={title}
          onError={() => setBroken(true)}
          className="absolute inset-0 size-full object-cover"
        />
      ) : (
        <Icon className="size-7 text-white/80" aria-hidden />
      )}
    </div>
  );
}

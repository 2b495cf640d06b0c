import {
  Contrast,
  Crop,
  Droplets,
  Eraser,
  type LucideIcon,
  MoveHorizontal,
  Palette,
  Pipette,
  Shapes,
  SunMedium,
  Timer,
  Triangle,
} from 'lucide-react';
import type { FilterKind } from '../../../../common/show/filters.ts';

export const filterIcons: Record<FilterKind, LucideIcon> = {
  colour: Contrast,
  lut: Palette,
  chromaKey: Eraser,
  colourKey: Pipette,
  lumaKey: SunMedium,
  crop: Crop,
  blur: Droplets,
  sharpen: Triangle,
  scroll: MoveHorizontal,
  mask: Shapes,
  delay: Timer,
};

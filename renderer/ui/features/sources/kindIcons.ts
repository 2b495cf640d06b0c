import {
  AudioWaveform,
  Camera,
  Film,
  Globe,
  Image,
  Images,
  Layers,
  type LucideIcon,
  MessagesSquare,
  Mic,
  Monitor,
  MonitorPlay,
  PaintBucket,
  Type,
} from 'lucide-react';
import type { SourceKind } from '../../../../common/show/sources.ts';

export const kindIcons: Record<SourceKind, LucideIcon> = {
  camera: Camera,
  chat: MessagesSquare,
  testPicture: MonitorPlay,
  image: Image,
  text: Type,
  screen: Monitor,
  slideshow: Images,
  media: Film,
  colour: PaintBucket,
  web: Globe,
  scene: Layers,
  microphone: Mic,
  tone: AudioWaveform,
};

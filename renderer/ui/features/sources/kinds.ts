import {
  AudioWaveform,
  Camera,
  Image,
  type LucideIcon,
  Mic,
  MonitorPlay,
  Type,
} from 'lucide-react';
import type { SourceKind } from '../../../../common/show/schema.ts';

export const kindIcons: Record<SourceKind, LucideIcon> = {
  camera: Camera,
  testPicture: MonitorPlay,
  image: Image,
  title: Type,
  microphone: Mic,
  tone: AudioWaveform,
};

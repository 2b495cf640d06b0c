import { MASTER, newStrip } from './mixer.ts';
import { newDestination, newItem, newScene, newSource, newTransition } from './new.ts';
import { SHOW_VERSION, type Show } from './schema.ts';

/** Texts of the ready-made show in the person's language. */
export type ShowNames = {
  show: string;
  scene: string;
  camera: string;
  microphone: string;
  image: string;
  title: string;
  titleText: string;
  embedded: string;
};

/** The ready-made show: camera, microphone, an image and a title, sent to the embedded server. */
export function defaultShow(names: ShowNames, width = 1280, height = 720, fps = 30): Show {
  const unit = height / 720;
  const canvas = { width, height };
  return {
    version: SHOW_VERSION,
    name: names.show,
    canvases: [
      {
        id: 'main',
        width,
        height,
        fps,
        programSceneId: 'scene-1',
        previewSceneId: 'scene-1',
        studioMode: false,
      },
    ],
    scenes: [
      newScene('scene-1', names.scene, [
        newItem('item-camera', 'camera', { x: 0, y: 0, width, height }, 'cover'),
        newItem('item-image', 'image', {
          x: width - Math.round(176 * unit),
          y: Math.round(32 * unit),
          width: Math.round(144 * unit),
          height: Math.round(144 * unit),
        }),
        newItem(
          'item-title',
          'title',
          {
            x: Math.round(48 * unit),
            y: height - Math.round(128 * unit),
            width: Math.round(640 * unit),
            height: Math.round(80 * unit),
          },
          'stretch',
        ),
      ]),
    ],
    sources: {
      camera: newSource('camera', 'camera', names.camera, canvas),
      microphone: newSource('microphone', 'microphone', names.microphone, canvas),
      image: newSource('image', 'image', names.image, canvas),
      title: {
        ...newSource('text', 'title', names.title, canvas),
        text: names.titleText,
        fontSizePx: Math.round(40 * unit),
      },
    },
    mixer: {
      strips: { microphone: newStrip(), [MASTER]: newStrip() },
      groups: [],
      monitor: { deviceId: null, gainDb: 0 },
      limiterDb: -1,
    },
    transitions: {
      chosen: newTransition('cut'),
      quick: [
        { id: 'quick-cut', transition: newTransition('cut') },
        { id: 'quick-fade', transition: newTransition('fade') },
      ],
    },
    hotkeys: [],
    silencedWarnings: [],
    encoding: {
      videoKbps: 3000,
      audioKbps: 128,
      keyframeIntervalSeconds: 2,
      recordedTracks: [1],
    },
    destinations: [newDestination('embedded', 'embedded', names.embedded, 'main')],
  };
}

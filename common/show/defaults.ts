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
  return {
    version: SHOW_VERSION,
    name: names.show,
    canvases: [{ id: 'main', width, height, fps, programSceneId: 'scene-1' }],
    scenes: [
      {
        id: 'scene-1',
        name: names.scene,
        items: [
          {
            id: 'item-camera',
            sourceId: 'camera',
            rect: { x: 0, y: 0, width, height },
            visible: true,
            locked: false,
            opacity: 1,
          },
          {
            id: 'item-image',
            sourceId: 'image',
            rect: {
              x: width - Math.round(176 * unit),
              y: Math.round(32 * unit),
              width: Math.round(144 * unit),
              height: Math.round(144 * unit),
            },
            visible: true,
            locked: false,
            opacity: 1,
          },
          {
            id: 'item-title',
            sourceId: 'title',
            rect: {
              x: Math.round(48 * unit),
              y: height - Math.round(128 * unit),
              width: Math.round(640 * unit),
              height: Math.round(80 * unit),
            },
            visible: true,
            locked: false,
            opacity: 1,
          },
        ],
      },
    ],
    sources: {
      camera: { kind: 'camera', id: 'camera', name: names.camera, deviceId: 'default' },
      microphone: {
        kind: 'microphone',
        id: 'microphone',
        name: names.microphone,
        deviceId: 'default',
      },
      image: { kind: 'image', id: 'image', name: names.image, path: 'builtin:logo' },
      title: {
        kind: 'title',
        id: 'title',
        name: names.title,
        text: names.titleText,
        fontSizePx: Math.round(40 * unit),
        colour: '#ffffff',
        background: '#0c0e12c0',
      },
    },
    mixer: {
      microphone: { gainDb: 0, muted: false },
      master: { gainDb: 0, muted: false },
    },
    encoding: { videoKbps: 3000, audioKbps: 128, keyframeIntervalSeconds: 2 },
    destinations: [
      { id: 'embedded', name: names.embedded, kind: 'embedded', server: '', enabled: true },
    ],
  };
}

/** Names in the ready-made show of a test. */
export const showNames = {
  show: 'Show',
  scene: 'Scene',
  camera: 'Camera',
  microphone: 'Microphone',
  image: 'Image',
  title: 'Title',
  titleText: 'Hello',
  embedded: 'Here',
};

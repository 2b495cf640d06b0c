import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { drawFilter } from './counter.mjs';
import { run } from './run.mjs';
import { CAMERA, PLATE } from './scene.mjs';

/** @typedef {import('./scene.mjs').Scene} Scene */

/**
 * @typedef {object} Media files that all contestants share
 * @property {string} camera looping y4m
 * @property {string} tone looping WAV, 440 Hz stereo
 * @property {string} logo PNG with alpha
 * @property {string} fontFile the letters of the title, for ffmpeg
 * @property {string} fontFamily the same for OBS
 */

/** A turning gradient. All of it is given: what is left to its seed differs from run to run. */
const DISC =
  `gradients=s=400x400:r=${CAMERA.fps}:speed=0.03:nb_colors=5:x0=40:y0=60:x1=360:y1=340` +
  ':c0=0x3a2a24:c1=0xe8b890:c2=0x6a8fb0:c3=0xf0e0d0:c4=0x20304a';

/**
 * Makes the shared media: a slowly panned fractal under a bobbing disc and a busy inset, with light
 * noise as a camera has it, so that at 3 Mbps x264 veryfast comes to an SSIM of about 0.95; a
 * logo whose edge fades out; a tone.
 * @param {string} folder
 * @returns {Promise<Media>}
 */
export async function makeMedia(folder) {
  const { width, height, fps, frames } = CAMERA;
  const camera = join(folder, 'camera.y4m');
  const tau = '2*PI*t';
  await run('ffmpeg', [
    ...['-v', 'error', '-y', '-f', 'lavfi', '-i'],
    `mandelbrot=s=1440x810:rate=${fps}:maxiter=512:start_scale=0.6:end_scale=0.45:end_pts=300`,
    ...['-f', 'lavfi', '-i', DISC],
    ...['-f', 'lavfi', '-i', `testsrc2=s=320x240:r=${fps}`],
    '-filter_complex',
    [
      `[0]crop=${width}:${height}:x='80+60*sin(${tau}/5)':y='45+30*cos(${tau}/5)'` +
        ',eq=saturation=0.7:contrast=0.7,gblur=sigma=1.5[wall]',
      "[1]format=yuva420p,geq=lum='p(X,Y)':cb='p(X,Y)':cr='p(X,Y)'" +
        ":a='if(lt(hypot(X-200,Y-200),195),255,0)'[disc]",
      '[wall][2]overlay=x=900:y=400[inset]',
      `[inset][disc]overlay=x='420+120*sin(${tau}/2.5)':y='180+40*sin(${tau}/1.25)'` +
        `,noise=alls=3:allf=t:all_seed=11,format=yuv420p,${drawFilter()}`,
    ].join(';'),
    ...['-frames:v', String(frames), '-f', 'yuv4mpegpipe', camera],
  ]);
  const tone = join(folder, 'tone.wav');
  await run('ffmpeg', [
    ...['-v', 'error', '-y', '-f', 'lavfi', '-i', 'sine=frequency=440:sample_rate=48000'],
    ...['-ac', '2', '-t', '5', tone],
  ]);
  const logo = join(folder, 'logo.png');
  const edge = 'hypot(X-72,Y-72)';
  await run('ffmpeg', [
    ...['-v', 'error', '-y', '-f', 'lavfi', '-i', 'color=black:s=144x144,format=rgba'],
    '-vf',
    `geq=r='60+X':g='120-40*cos(${edge}/5)':b='200-X/2':a='clip((70-${edge})*24,0,255)'`,
    ...['-frames:v', '1', logo],
  ]);
  return { camera, tone, logo, ...(await font()) };
}

async function font() {
  const { stdout } = await run('fc-match', ['-f', '%{file}\n%{family[0]}', 'sans-serif']);
  const [fontFile = '', fontFamily = 'sans-serif'] = stdout.toString().split('\n');
  return { fontFile, fontFamily };
}

/**
 * The composition as an ffmpeg filter graph from inputs 0 (camera) and 1 (logo) to `[out]`.
 * @param {Scene} scene
 * @param {Media} media
 * @param {string} textFile file with the title's text
 * @param {string} scaling flags of ffmpeg's scaler
 */
export function compositionGraph(scene, media, textFile, scaling = 'bilinear') {
  const { image, plate } = scene;
  const camera =
    scene.width === CAMERA.width
      ? '[0:v]null[camera]'
      : `[0:v]scale=${scene.width}:${scene.height}:flags=${scaling}[camera]`;
  return [
    camera,
    `[1:v]scale=${image.width}:${image.height}:flags=${scaling}` +
      ':out_color_matrix=bt709:out_range=tv,format=yuva420p[image]',
    // Not `drawbox`: it blends each row of chroma twice (seen in ffmpeg 5.1).
    `color=c=${PLATE.colour}@${PLATE.opacity.toFixed(3)}:s=${plate.width}x${plate.height}` +
      ':r=1:d=1,format=yuva420p[plate]',
    `[camera][image]overlay=x=${image.x}:y=${image.y}[placed]`,
    `[placed][plate]overlay=x=${plate.x}:y=${plate.y}` +
      `,drawtext=fontfile=${media.fontFile}:textfile=${textFile}:fontcolor=${PLATE.letters}` +
      `:fontsize=${scene.fontSizePx}:x=${plate.x + scene.fontSizePx / 2}` +
      `:y=${plate.y}+(${plate.height}-text_h)/2,format=yuv420p[out]`,
  ].join(';');
}

/**
 * Composes one loop of the scene without loss, as raw `yuv420p` frames one after the other: frame
 * k holds the camera's frame k.
 * @param {Scene} scene
 * @param {Media} media
 * @param {string} folder
 * @returns {Promise<string>} the file
 */
export async function makeReference(scene, media, folder) {
  const file = join(folder, `reference-${scene.name}.yuv`);
  await run('ffmpeg', [
    ...['-v', 'error', '-y', '-i', media.camera, '-i', media.logo, '-filter_complex'],
    compositionGraph(
      scene,
      media,
      await makeTextFile(scene, folder),
      'bilinear+accurate_rnd+full_chroma_int',
    ),
    ...['-map', '[out]', '-frames:v', String(CAMERA.frames), '-f', 'rawvideo', file],
  ]);
  return file;
}

/** Writes the title's text where `drawtext` can read it. */
export async function makeTextFile(/** @type {Scene} */ scene, /** @type {string} */ folder) {
  const file = join(folder, 'title.txt');
  await writeFile(file, scene.text);
  return file;
}

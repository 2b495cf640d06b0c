/**
 * Glass to glass by light: a camera whose picture says, in black and white cells in its middle, when
 * it was taken, and whoever looks for these cells in another picture. All on one machine's clock.
 *
 * The functions that go into pages are self-contained but for each other: `LIGHT` has all of them.
 */

/** Thirty cells: one white, one black, 24 bits of milliseconds, 4 bits that check them. */
function cellsOf(/** @type {number} */ atMs) {
  const time = atMs % 2 ** 24;
  const bits = (/** @type {number} */ value, /** @type {number} */ count) =>
    Array.from({ length: count }, (_, at) => (Math.floor(value / 2 ** (count - 1 - at)) & 1) === 1);
  return [true, false, ...bits(time, 24), ...bits(checkOf(time), 4)];
}

/** Changes with every nibble. */
function checkOf(/** @type {number} */ time) {
  let sum = 5;
  for (let at = 0; at < 6; at++) sum += (Math.floor(time / 16 ** at) & 15) * (2 * at + 1);
  return sum & 15;
}

/** When the cells' picture was taken, ms since the epoch; null where they are no code. */
function timeOfCells(/** @type {boolean[]} */ cells, /** @type {number} */ nowMs) {
  const numberOf = (/** @type {boolean[]} */ bits) =>
    bits.reduce((sum, bit) => sum * 2 + (bit ? 1 : 0), 0);
  const time = numberOf(cells.slice(2, 26));
  if (!cells[0] || cells[1] || numberOf(cells.slice(26)) !== checkOf(time)) return null;
  const span = 2 ** 24;
  // A clock is read a moment apart in two processes: nothing is taken later than now, but for that.
  const ageMs = (((nowMs - time) % span) + span) % span;
  return ageMs > span - 1_000 ? nowMs : nowMs - ageMs;
}

/** Where cell `at` stands in a picture of this size: its middle and its side, pixels. */
function cellAt(
  /** @type {number} */ at,
  /** @type {number} */ width,
  /** @type {number} */ height,
) {
  const side = height / 15;
  return {
    x: width / 2 + ((at % 6) - 2.5) * side,
    y: height / 2 + (Math.floor(at / 6) - 2) * side,
    side,
  };
}

/**
 * The time in a camera's picture that fills `rect` of a larger one ("cover"), ms since the epoch.
 * @param {(x: number, y: number) => number} lumaAt 0 to 255
 * @param {{ x: number, y: number, width: number, height: number }} rect
 */
function timeIn(lumaAt, rect, nowMs) {
  const scale = Math.max(rect.width / 1280, rect.height / 720);
  const cells = Array.from({ length: 30 }, (_, at) => {
    const { x, y, side } = cellAt(at, 1280, 720);
    const [left, top] = [
      rect.x + rect.width / 2 + (x - 640) * scale,
      rect.y + rect.height / 2 + (y - 360) * scale,
    ];
    const step = (side * scale) / 6;
    let sum = 0;
    for (const dx of [-step, 0, step])
      for (const dy of [-step, 0, step]) sum += lumaAt(Math.round(left + dx), Math.round(top + dy));
    return sum / 9 > 125;
  });
  return timeOfCells(cells, nowMs);
}

/** Keeps what is seen for the first time: how old it was then, ms. */
function firstSeen() {
  const agesMs = /** @type {number[]} */ ([]);
  let last = 0;
  return {
    agesMs,
    /** @param {number | null} takenMs */
    see(takenMs, nowMs) {
      if (takenMs === null || takenMs <= last) return;
      last = takenMs;
      agesMs.push(nowMs - takenMs);
    },
  };
}

/** Reads a `VideoFrame`'s light. */
async function lumaOf(/** @type {VideoFrame} */ frame) {
  const { format, codedWidth, codedHeight, visibleRect } = frame;
  const [width, height] = [visibleRect?.width ?? codedWidth, visibleRect?.height ?? codedHeight];
  const bytes = new Uint8Array(frame.allocationSize());
  const [plane] = await frame.copyTo(bytes);
  const isRgb = format !== null && /^(RGB|BGR)/.test(format);
  const { offset, stride } = plane ?? { offset: 0, stride: width };
  return {
    ...{ width, height },
    lumaAt: (/** @type {number} */ x, /** @type {number} */ y) =>
      bytes[offset + y * stride + (isRgb ? x * 4 + 1 : x)] ?? 0,
  };
}

/** In the page of a guest: from now on its camera's pictures say when they were taken. */
function stampCamera() {
  const { mediaDevices } = navigator;
  const open = mediaDevices.getUserMedia.bind(mediaDevices);
  mediaDevices.getUserMedia = async (wanted) => {
    const stream = await open(wanted);
    const [camera] = stream.getVideoTracks();
    if (!camera) return stream;
    const stamped = new MediaStreamTrackGenerator({ kind: 'video' });
    const writer = stamped.writable.getWriter();
    const reader = new MediaStreamTrackProcessor({ track: camera }).readable.getReader();
    void (async () => {
      for (;;) {
        const { value: frame, done } = await reader.read();
        if (done) break;
        await writer.write(await withTime(frame, Date.now()));
      }
    })().catch(() => camera.stop());
    return new MediaStream([stamped, ...stream.getAudioTracks()]);
  };
}

/** The same picture with the time in it. The given one is closed. */
async function withTime(/** @type {VideoFrame} */ frame, /** @type {number} */ atMs) {
  const { format, timestamp, visibleRect } = frame;
  const bytes = new Uint8Array(frame.allocationSize());
  const layout = await frame.copyTo(bytes);
  frame.close();
  const { width, height } = visibleRect;
  const cells = cellsOf(atMs);
  for (const [plane, { offset, stride }] of layout.entries()) {
    // I420 and NV12: chroma is half as wide and high, and in NV12 both values stand together.
    const half = plane === 0 ? 1 : 2;
    const each = plane > 0 && layout.length === 2 ? 2 : 1;
    for (const [at, on] of cells.entries()) {
      const { x, y, side } = cellAt(at, width, height);
      const from = Math.round((x - side / 2) / half) * each;
      const to = Math.round((x + side / 2) / half) * each;
      const value = plane > 0 ? 128 : on ? 235 : 16;
      for (let row = Math.round((y - side / 2) / half); row < (y + side / 2) / half; row++)
        bytes.fill(value, offset + row * stride + from, offset + row * stride + to);
    }
  }
  return new VideoFrame(bytes, {
    format,
    codedWidth: width,
    codedHeight: height,
    timestamp,
    layout,
  });
}

/** In the stage: holds the track of composed frames that goes to whoever is connected. */
function tapProgramme() {
  const keep = (/** @type {unknown} */ track) => {
    if (track instanceof MediaStreamTrack && track.kind === 'video')
      window.programmeTapped?.(track) ?? (window.programme = track);
  };
  const { addTransceiver } = RTCPeerConnection.prototype;
  RTCPeerConnection.prototype.addTransceiver = function (what, init) {
    keep(what);
    return addTransceiver.call(this, what, init);
  };
  const { replaceTrack } = RTCRtpSender.prototype;
  RTCRtpSender.prototype.replaceTrack = function (track) {
    keep(track);
    return replaceTrack.call(this, track);
  };
}

/** In the stage: how old the light of each rectangle is in the programme, ms. */
async function readProgramme(rects, /** @type {number} */ ms) {
  const seen = rects.map(() => firstSeen());
  const track = window.programme.clone();
  const reader = new MediaStreamTrackProcessor({ track }).readable.getReader();
  const endMs = performance.now() + ms;
  while (performance.now() < endMs) {
    const { value: frame, done } = await reader.read();
    if (done) break;
    const nowMs = Date.now();
    const { lumaAt } = await lumaOf(frame);
    frame.close();
    for (const [at, rect] of rects.entries()) seen[at].see(timeIn(lumaAt, rect, nowMs), nowMs);
  }
  await reader.cancel();
  track.stop();
  return seen.flatMap(({ agesMs }) => agesMs);
}

/** In the host's page of a mesh: how old the light of each picture is when it is shown, ms. */
async function readVideos(/** @type {number} */ ms) {
  const all = [...document.querySelectorAll('video')].map((video) => {
    const seen = firstSeen();
    let isOn = true;
    const look = async () => {
      if (!isOn) return;
      const nowMs = Date.now();
      const frame = new VideoFrame(video);
      const { lumaAt, width, height } = await lumaOf(frame);
      frame.close();
      seen.see(timeIn(lumaAt, { x: 0, y: 0, width, height }, nowMs), nowMs);
      if (isOn) video.requestVideoFrameCallback(look);
    };
    video.requestVideoFrameCallback(look);
    return { seen, stop: () => (isOn = false) };
  });
  await new Promise((done) => setTimeout(done, ms));
  for (const { stop } of all) stop();
  return all.flatMap(({ seen }) => seen.agesMs);
}

/** In the stage of a PK: when the first picture with much of a colour was composed, ms since the epoch. */
function watchForColour(/** @type {'red' | 'blue'} */ colour) {
  window.colourSeenMs = 0;
  window.programmeTapped = (track) => {
    if (track === window.programme) return;
    window.programme = track;
    void (async () => {
      const clone = track.clone();
      const reader = new MediaStreamTrackProcessor({ track: clone }).readable.getReader();
      for (;;) {
        const { value: frame, done } = await reader.read();
        if (done) break;
        const nowMs = Date.now();
        const share = window.colourSeenMs > 0 ? 0 : await shareOf(frame, colour);
        frame.close();
        if (share > 0.1 && window.colourSeenMs === 0) window.colourSeenMs = nowMs;
        if (track.readyState === 'ended') break;
      }
      clone.stop();
    })().catch(() => undefined);
  };
}

/** How much of a picture is of a colour, parts of 1. */
async function shareOf(/** @type {VideoFrame} */ frame, colour) {
  const { format, visibleRect } = frame;
  const bytes = new Uint8Array(frame.allocationSize());
  const layout = await frame.copyTo(bytes);
  const { width, height } = visibleRect;
  const isRgb = /^(RGB|BGR)/.test(format);
  const isFirstRed = format.startsWith('RGB');
  let found = 0;
  for (let at = 0; at < 400; at++) {
    const [x, y] = [(((at % 20) + 0.5) * width) / 20, ((Math.floor(at / 20) + 0.5) * height) / 20];
    if (isRgb) {
      const from = layout[0].offset + Math.floor(y) * layout[0].stride + Math.floor(x) * 4;
      const [first, green, third] = bytes.subarray(from, from + 3);
      const [red, blue] = isFirstRed ? [first, third] : [third, first];
      const [strong, weak] = colour === 'red' ? [red, blue] : [blue, red];
      if (strong > 150 && weak < 100 && green < 100) found++;
    } else {
      // Cb is blue's, Cr red's.
      const isPacked = layout.length === 2;
      const { offset, stride } = layout[isPacked || colour === 'blue' ? 1 : 2];
      const column =
        Math.floor(x / 2) * (isPacked ? 2 : 1) + (isPacked && colour === 'red' ? 1 : 0);
      if (bytes[offset + Math.floor(y / 2) * stride + column] > 190) found++;
    }
  }
  return found / 400;
}

/** All of it, to be run in a page. */
export const LIGHT = [
  ...[cellsOf, checkOf, timeOfCells, cellAt, timeIn, firstSeen, lumaOf, stampCamera, withTime],
  ...[tapProgramme, readProgramme, readVideos, watchForColour, shareOf],
]
  .map((it) => `window.${it.name} = ${it};`)
  .join('\n');

export { cellsOf, firstSeen, timeIn, timeOfCells };

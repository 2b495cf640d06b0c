/**
 * Lines that Chromium writes on machines without a session bus, a GPU or a sound card, and
 * that say nothing about the app.
 */
const noise = [
  /:ERROR:(dbus\/)?(bus|object_proxy)\.cc\(\d+\)\]/,
  /:(ERROR|WARNING):[\w/]*(gpu|viz|gl_|gl\/|gles2_|angle|vulkan|vaapi|sandbox_linux|command_buffer)[\w/]*\.cc\(\d+\)\]/,
  /:(ERROR|WARNING):[\w/]*(alsa|pulse|udev|upower|bluez|atom_cache|x11_|xcb_|browser_main_loop|direct_manipulation)[\w/]*\.cc\(\d+\)\]/,
  /^ALSA lib /,
  /^\[OpenH264\] this = 0x\S+ Warning:/,
  /^libva (info|error):/,
  /^(MESA|libEGL|libGL)[ :-]/,
  /Gtk-(WARNING|CRITICAL|Message)/,
  /^DevTools listening on /,
  /^Debugger (listening|attached)/,
  /^For help, see: https:\/\/nodejs\.org\/en\/docs\/inspector/,
  /^\s*$/,
];

/** Whether a line of the app's stderr is Chromium's own chatter. @param {string} line */
export const isNoise = (line) => noise.some((pattern) => pattern.test(line));

/**
 * Copies a stream line by line, leaving out the noise; everything when DEBUG is set.
 * @param {NodeJS.ReadableStream} from
 * @param {NodeJS.WritableStream} to
 */
export function copyWithoutNoise(from, to) {
  if (process.env.DEBUG) {
    from.pipe(to, { end: false });
    return;
  }
  let rest = '';
  from.setEncoding('utf8');
  from.on('data', (text) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (!isNoise(line)) to.write(`${line}\n`);
  });
  from.on('end', () => {
    if (rest && !isNoise(rest)) to.write(rest);
  });
}

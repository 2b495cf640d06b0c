/**
 * @typedef {object} Job one broadcast
 * @property {import('../scene.mjs').Scene} scene
 * @property {import('../media.mjs').Media} media
 * @property {string} server `rtmp://127.0.0.1:port/live`
 * @property {string} key
 * @property {number} seconds of programme wanted
 * @property {number} [settleSeconds] after the first picture that do not count; the bench's own where absent
 * @property {boolean} [dynamicBitrate] may lower its bitrate on a poor link
 * @property {string} folder an empty one of its own, also its HOME
 * @property {string} display X display
 *
 * @typedef {object} Launch
 * @property {string} command
 * @property {string[]} args
 * @property {NodeJS.ProcessEnv} env
 * @property {string} [cwd]
 *
 * @typedef {object} OwnReport what the contestant says of itself; null where it does not say
 * @property {number | null} composed pictures made
 * @property {number | null} skipped pictures made and not encoded, or dropped before the network
 * @property {number | null} lagged pictures not made in time
 * @property {unknown} [receipt] the whole of it
 *
 * @typedef {object} Contestant
 * @property {string} name
 * @property {() => Promise<string | null>} version null where it is not installed
 * @property {(job: Job) => Promise<Launch>} prepare
 * @property {boolean} endsByItself false where it must be told to stop
 * @property {(job: Job, output: string) => Promise<OwnReport>} report from its output after the end
 */

/**
 * The environment of every contestant: a HOME of its own, so that nothing is left from before.
 * @param {Job} job
 * @returns {NodeJS.ProcessEnv}
 */
export function cleanEnv(job) {
  const { PATH, LANG } = process.env;
  return {
    PATH,
    LANG: LANG ?? 'C.UTF-8',
    HOME: job.folder,
    XDG_CONFIG_HOME: `${job.folder}/.config`,
    XDG_RUNTIME_DIR: job.folder,
    DISPLAY: job.display,
  };
}

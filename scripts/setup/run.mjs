import { spawn } from 'node:child_process';
import { root } from './paths.mjs';

/**
 * @typedef {object} RunOptions
 * @property {string} [cwd] default: the project's root
 * @property {NodeJS.ProcessEnv} [env] default: this process's
 * @property {number} [timeoutMs] ends the child with SIGKILL; default: none
 * @property {boolean} [inherit] shows the child's output instead of collecting it
 */

/**
 * Runs a program with an argument array (never a shell string) to its end.
 * Does not throw: a program that cannot be started has `status` 127.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<{status: number, stdout: string, stderr: string}>}
 */
export function run(command, args, { cwd = root, env, timeoutMs, inherit = false } = {}) {
  return new Promise((done) => {
    let stdout = '';
    let stderr = '';
    const child = spawn(command, args, {
      cwd,
      env: env ?? process.env,
      stdio: inherit ? 'inherit' : ['ignore', 'pipe', 'pipe'],
      ...(timeoutMs ? { timeout: timeoutMs, killSignal: 'SIGKILL' } : {}),
    });
    child.stdout?.setEncoding('utf8').on('data', (text) => {
      stdout += text;
    });
    child.stderr?.setEncoding('utf8').on('data', (text) => {
      stderr += text;
    });
    child.on('error', (error) => done({ status: 127, stdout, stderr: error.message }));
    child.on('close', (code, signal) =>
      done({ status: code ?? (signal ? 128 : 1), stdout, stderr }),
    );
  });
}

/**
 * The npm that belongs to this Node. Inside `npm run` that is the very npm that runs us;
 * otherwise the one on the PATH.
 * @param {readonly string[]} args
 * @param {RunOptions} [options]
 */
export function npm(args, options = {}) {
  const env = { ...(options.env ?? process.env), npm_config_loglevel: 'error' };
  const cli = process.env.npm_execpath;
  if (cli && /npm-cli\.c?js$/.test(cli))
    return run(process.execPath, [cli, ...args], { ...options, env });
  if (process.platform === 'win32')
    return run('cmd.exe', ['/d', '/s', '/c', 'npm', ...args], { ...options, env });
  return run('npm', args, { ...options, env });
}

/**
 * The last line of a program's output that says something.
 * @param {string} text
 */
export const lastLine = (text) =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
    .at(-1) ?? 'no reason given';

/**
 * What npm says went wrong: its code and its first sentence, not the help that follows.
 * @param {string} text npm's stderr
 */
export const npmReason = (text) =>
  text
    .split('\n')
    .filter((line) => line.startsWith('npm error'))
    .map((line) => line.replace(/^npm error ?/, '').trim())
    .filter(Boolean)
    .slice(0, 2)
    .join(': ') || lastLine(text);

import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import { projectRoot } from '../../support/electronPath.ts';

const textOf = (file: string): string => readFileSync(join(projectRoot, file), 'utf8');

const filesIn = (folder: string): string[] =>
  readdirSync(join(projectRoot, folder), { recursive: true })
    .map((file) => join(folder, String(file)))
    .filter((file) => statSync(join(projectRoot, file)).isFile());

/** Without comments: what is forbidden may be spoken of. */
const code = (text: string): string =>
  text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|[^:'"`])\/\/.*$/gm, '$1');

const sources = ['common', 'main', 'preload', 'renderer'].flatMap(filesIn);
const programs = sources.filter((file) => /\.(ts|tsx|mjs|js)$/.test(file));
const pages = [...sources, ...filesIn('resources')].filter((file) =>
  /\.(html|css|svg)$/.test(file),
);

/** Rows of SECURITY.md that hold because something is nowhere in what is shipped. */
const forbidden: readonly [string, RegExp][] = [
  ['row 2: Node in a page', /nodeIntegration(InWorker|InSubFrames)?\s*:\s*true/],
  ['row 3: a shared world', /contextIsolation\s*:\s*false/],
  ['row 4: no sandbox', /sandbox\s*:\s*false|no-sandbox['"`]/],
  ['row 6: no web security', /webSecurity\s*:\s*false|disable-web-security/],
  ['row 8: insecure content', /allowRunningInsecureContent/],
  ['row 9: experiments', /experimentalFeatures/],
  ['row 10: Blink features', /enableBlinkFeatures/],
  ['row 11: a webview', /<webview|webviewTag\s*:\s*true/],
  ['row 15: the browser, unguarded', /openExternal\((?!url\))/],
  ['row 18: files as pages', /file:\/\/|loadFile\(|pathToFileURL/],
  ['row 20: Electron in a page', /exposeInMainWorld\([^)]*ipcRenderer|remote\.|enableRemoteModule/],
  ['row 24: a shell', /child_process|\bexecSync\b|shell\s*:\s*true/],
  ['row 27: text as HTML', /dangerouslySetInnerHTML|\b(inner|outer)HTML\b|insertAdjacentHTML/],
  ['row 7: text as code', /\beval\(|new Function\(|document\.write\(|setTimeout\(['"`]/],
  ['row 1: trust of any certificate', /rejectUnauthorized\s*:\s*false|TLS_REJECT_UNAUTHORIZED/],
  ['row 1: certificate errors', /certificate-error|setCertificateVerifyProc|ignore-certificate/],
];

describe('nowhere in what is shipped', () => {
  test('the search reads the sources', () => {
    expect(programs.length).toBeGreaterThan(100);
    expect(pages.length).toBeGreaterThan(4);
  });

  test.each(forbidden)('%s', (_row, pattern) => {
    expect(programs.filter((file) => pattern.test(code(textOf(file))))).toEqual([]);
  });

  test('row 1: a page or style sheet that loads from the network', () => {
    const remote =
      /(src|href|action)\s*=\s*["']?\s*(https?:)?\/\/|url\(\s*["']?(https?:)?\/\/|@import\s+["'](https?:)?\/\//i;
    expect(pages.filter((file) => remote.test(textOf(file)))).toEqual([]);
  });

  test('row 1: a script of ours that talks to the network', () => {
    const renderers = programs.filter((file) =>
      /^renderer\/(ui|stage|chatWindow|sdk)\//.test(file),
    );
    const network =
      /\b(WebSocket|EventSource|XMLHttpRequest|sendBeacon|WebTransport)\b|fetch\(\s*['"`]https?:/;
    expect(renderers.filter((file) => network.test(code(textOf(file))))).toEqual([]);
  });
});

test('row 17: ipcMain is used in the door alone', () => {
  const users = programs.filter((file) => /ipcMain\s*\.|ipcMain,?\s*[,}]/.test(code(textOf(file))));
  expect(users).toEqual([join('main', 'ipc', 'door.ts')]);
});

test('rows 2-4, 11: every page is made in one file, behind the same walls', () => {
  const makers = programs.filter((file) =>
    /new (WebContentsView|BrowserWindow|BrowserView)\(/.test(code(textOf(file))),
  );
  const [own, strangers] = [join('main', 'windows', 'views.ts'), join('main', 'web', 'webPage.ts')];
  expect(makers.sort()).toEqual([strangers, own]);
  const text = textOf(own);
  const made = text.match(/new (WebContentsView|BrowserWindow)\(/g)?.length;
  expect(text.match(/\.\.\.WALLS/g)?.length).toBe(made);
});

test('row 28: a web page source has a session of its own, no preload and no way to the studio', () => {
  const page = code(textOf(join('main', 'web', 'webPage.ts')));
  expect(page.match(/new BrowserWindow\(/g)).toHaveLength(1);
  expect(page).toMatch(/session: createWebSession\(\)/);
  expect(page).toMatch(/sandbox: true, contextIsolation: true, nodeIntegration: false/);
  expect(page).not.toMatch(/preload:|ipcMain|contents\.send\(/);
  expect(code(textOf(join('main', 'web', 'session.ts')))).toMatch(/cache: false/);
});

test('row 20: a preload hands on no event, no channel name and no ipcRenderer', () => {
  const preloads = filesIn('preload').filter((file) => file.endsWith('.ts'));
  for (const file of preloads) {
    const text = code(textOf(file));
    expect(text.match(/exposeInMainWorld/g), file).toHaveLength(1);
    expect(text, file).not.toMatch(
      /:\s*ipcRenderer\s*[,}]|\.\.\.ipcRenderer|:\s*ipcRenderer\.\w+\s*,/,
    );
    expect(text, file).not.toMatch(/callback\(_?event/);
  }
});

test('row 4: no npm script or package setting turns the sandbox off', () => {
  for (const file of [
    'package.json',
    'electron-builder.yml',
    'resources/icons/mac.entitlements.plist',
  ])
    expect(textOf(file), file).not.toMatch(/no-sandbox|disable-library-validation|get-task-allow/);
});

test('row 16: the declared Electron is of a supported major', () => {
  const { devDependencies } = JSON.parse(textOf('package.json'));
  expect(Number.parseInt(devDependencies.electron, 10)).toBeGreaterThanOrEqual(45);
});

test('SECURITY.md names every row, and only files that are there', () => {
  const text = textOf('SECURITY.md');
  for (let row = 1; row <= 30; row++)
    expect(text, `row ${row}`).toMatch(new RegExp(`^\\| ${row} +\\|`, 'm'));
  const named = [
    ...text.matchAll(/`((?:common|main|preload|renderer|scripts|tests|resources)\/[^`*]+)`/g),
  ];
  expect(named.length).toBeGreaterThan(20);
  for (const [, file = ''] of named)
    expect(() => statSync(join(projectRoot, file)), relative('.', file)).not.toThrow();
});

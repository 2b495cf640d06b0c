import { app, type Session, shell, type WebContents } from 'electron';
import { log } from '../log.ts';
import { mayGoTo } from '../web/address.ts';
import { isWebSource } from '../web/session.ts';

/** Pages outside the app that may be opened in the system's browser; the embedded server's own pages too. */
const EXTERNAL_HOSTS = new Set(['cloud.tencent.com', 'console.cloud.tencent.com']);

/** A URL that may leave for the system's browser. */
export function mayOpenOutside(text: string): boolean {
  try {
    const { protocol, host, username, password } = new URL(text);
    return protocol === 'https:' && EXTERNAL_HOSTS.has(host) && !username && !password;
  } catch {
    return false;
  }
}

/**
 * The viewer's page of a room, where it is on the very server that listed it.
 * @param origin of the room service that the settings name, e.g. `http://127.0.0.1:8080`
 */
export function isRoomPage(text: string, origin: string): boolean {
  if (text.length > 2_048 || !URL.canParse(text)) return false;
  const url = new URL(text);
  const isPage = /^\/room\/[A-Za-z0-9_.@-]{1,64}$/.test(url.pathname) && url.hash === '';
  const isPlain = url.username === '' && url.password === '';
  return /^https?:$/.test(url.protocol) && url.origin === origin && isPage && isPlain;
}

/** Shows the viewer's page of a room in the system's browser; false for any other address. */
export function openRoomPage(text: string, origin: string): boolean {
  if (!isRoomPage(text, origin)) return false;
  leave(text);
  return true;
}

/** The one way out of the app: of checked addresses only. */
function leave(text: string): void {
  const url = new URL(text).href;
  shell.openExternal(url).catch(() => log('no browser could be opened'));
}

/** What our pages may ask for, and why. Everything else is denied. */
const PERMISSIONS = new Map<string, { hosts: readonly string[]; why: string }>([
  ['media', { hosts: ['stage'], why: 'cameras and microphones are captured by the stage' }],
  ['local-fonts', { hosts: ['ui'], why: 'the text source offers the fonts that are installed' }],
  ['clipboard-sanitized-write', { hosts: ['ui'], why: 'the watch link is copied by a button' }],
]);

/** Whether the page at `origin` (or a URL of it) may use `permission`. */
export function mayUse(permission: string, origin: string): boolean {
  const host = /^app:\/\/([a-z]+)(?:\/|$)/.exec(origin)?.[1];
  return host !== undefined && (PERMISSIONS.get(permission)?.hosts.includes(host) ?? false);
}

/** Both permission handlers, deny by default; nothing is downloaded. */
export function guardSession(session: Session): void {
  session.setPermissionRequestHandler((contents, permission, decide, details) => {
    const allowed = details.isMainFrame && mayUse(permission, contents.getURL());
    if (!allowed) log(`denied: ${permission}`);
    decide(allowed);
  });
  session.setPermissionCheckHandler(
    (_contents, permission, origin, details) => details.isMainFrame && mayUse(permission, origin),
  );
  session.setDevicePermissionHandler(() => false);
  // Screens are picked in the studio; a page that asks by itself gets none.
  session.setDisplayMediaRequestHandler((_request, decide) => decide({}));
  session.on('will-download', (event) => event.preventDefault());
}

/** No page of ours ever goes anywhere, opens a window or embeds another. */
export function guardContents(contents: WebContents): void {
  const stay = (event: { preventDefault(): void; url: string }) => {
    event.preventDefault();
    log(`stopped a page from going to ${new URL(event.url).origin}`);
  };
  contents.on('will-navigate', stay);
  contents.on('will-redirect', stay);
  contents.on('will-frame-navigate', stay);
  // Chromium asks nobody before `about:blank`: a page that went there is ended, and its keeper makes a new one.
  let home: string | undefined;
  contents.on('did-navigate', (_event, url) => {
    const origin = /^app:\/\/[a-z]+\//.exec(url)?.[0];
    home ??= origin;
    if (home === origin) return;
    log(`a page went from ${home} to ${url.slice(0, 100)}: it is ended`);
    contents.forcefullyCrashRenderer();
  });
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(({ url }) => {
    if (mayOpenOutside(url)) leave(url);
    return { action: 'deny' };
  });
}

/** A page of a web source goes where the web goes, but nowhere else, and is never a second page. */
function guardWebSource(contents: WebContents): void {
  const stay = (event: { preventDefault(): void; url: string; isMainFrame?: boolean }) => {
    // Frames in it may be blank or made by its scripts; requests of other schemes are stopped in its session.
    if (event.isMainFrame === false || mayGoTo(event.url)) return;
    event.preventDefault();
    log('stopped a web page source from leaving the web');
  };
  contents.on('will-navigate', stay);
  contents.on('will-redirect', stay);
  contents.on('will-frame-navigate', stay);
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.on('will-prevent-unload', (event) => event.preventDefault());
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  contents.setWebRTCIPHandlingPolicy('default_public_interface_only');
}

/** Guards every page that is ever made. Call before the first. */
export function guardEverything(): void {
  app.on('session-created', guardSession);
  app.on('web-contents-created', (_event, contents) => {
    if (isWebSource(contents)) guardWebSource(contents);
    else guardContents(contents);
  });
  // Chromium would choose one by itself.
  app.on('select-client-certificate', (event, _contents, _url, _list, decide) => {
    event.preventDefault();
    decide();
  });
}

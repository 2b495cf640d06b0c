import { type BaseWindow, type BrowserWindow, dialog } from 'electron';
import qrcode from 'qrcode-generator';
import { err, ok, type Result } from '../../common/result.ts';
import { textsOf } from '../texts.ts';
import { createPushQrWindow } from './views.ts';

/** How long a push address stays on the screen, s. */
const SHOWN_SECONDS = 60;

/** Bytes of the largest symbol at the lowest level of correction (ISO/IEC 18004, table 7). */
const MOST_BYTES = 2_953;

type QRCode = ReturnType<typeof qrcode>;

let shown: BrowserWindow | null = null;

/** Null for what no symbol holds. */
function qrCodeOf(text: string): QRCode | null {
  if (Buffer.byteLength(text) > MOST_BYTES) return null;
  const code = qrcode(0, 'L');
  // The encoder takes each character for a byte.
  code.addData(Buffer.from(text).toString('latin1'), 'Byte');
  code.make();
  return code;
}

/**
 * Asks, and then shows a push address as a QR code for a minute, in a window of its own that runs no
 * script and that captures leave out where the system can. The address is in no page of ours.
 * Error: `INPUT_INVALID` for one that no QR code holds.
 */
export async function showPushQr(
  parent: BaseWindow,
  of: { readonly name: string; readonly url: string; readonly locale: 'zh-CN' | 'en' },
): Promise<Result<null>> {
  const code = qrCodeOf(of.url);
  if (!code) return err('INPUT_INVALID', 'the push address is too long for a QR code');
  const t = textsOf(of.locale);
  const { response } = await dialog.showMessageBox(parent, {
    type: 'warning',
    title: t('pushQr.title', { name: of.name }),
    message: t('pushQr.message'),
    detail: t('pushQr.detail', { seconds: SHOWN_SECONDS }),
    buttons: [t('pushQr.cancel'), t('pushQr.show')],
    defaultId: 0,
    cancelId: 0,
  });
  if (response !== 1 || parent.isDestroyed()) return ok(null);
  shown?.destroy();
  const window = createPushQrWindow(parent, t('pushQr.title', { name: of.name }));
  shown = window;
  window.setContentProtection(true);
  const late = setTimeout(() => window.destroy(), SHOWN_SECONDS * 1000);
  window.on('closed', () => {
    clearTimeout(late);
    if (shown === window) shown = null;
  });
  const closes = t('pushQr.closes', { seconds: SHOWN_SECONDS });
  const page = pageOf(code, {
    lang: of.locale,
    name: of.name,
    message: t('pushQr.message'),
    closes,
  });
  await window.loadURL(
    `data:text/html;charset=utf-8;base64,${Buffer.from(page).toString('base64')}`,
  );
  return ok(null);
}

const escaped = (text: string): string =>
  text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);

/** Dark modules as one path. */
function pathOf(code: QRCode): string {
  const count = code.getModuleCount();
  let path = '';
  for (let y = 0; y < count; y++)
    for (let x = 0; x < count; x++) if (code.isDark(y, x)) path += `M${x} ${y}h1v1h-1z`;
  return path;
}

function pageOf(
  code: QRCode,
  texts: {
    readonly lang: string;
    readonly name: string;
    readonly message: string;
    readonly closes: string;
  },
): string {
  const side = code.getModuleCount() + 8;
  return `<!doctype html><html lang="${texts.lang}"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escaped(texts.name)}</title><style>
body{margin:0;padding:20px;background:#0c0e12;color:#e8ebf2;font:13px/1.5 Inter,system-ui,sans-serif;text-align:center}
h1{font-size:15px;margin:0 0 12px;overflow-wrap:anywhere}svg{display:block;margin:auto;border-radius:8px}
p{margin:12px 0 0}.closes{color:#9aa3b5}.bar{height:3px;margin-top:12px;background:#f5b544;transform-origin:left;
animation:left ${SHOWN_SECONDS}s linear forwards}@keyframes left{to{transform:scaleX(0)}}
@media(prefers-reduced-motion:reduce){.bar{animation-timing-function:steps(12)}}
</style></head><body><h1>${escaped(texts.name)}</h1>
<svg role="img" width="300" height="300" viewBox="-4 -4 ${side} ${side}" shape-rendering="crispEdges">
<title>${escaped(texts.name)}</title><path fill="#fff" d="M-4-4h${side}v${side}h-${side}z"/><path d="${pathOf(code)}"/></svg>
<p>${escaped(texts.message)}</p><p class="closes">${escaped(texts.closes)}</p><div class="bar"></div></body></html>`;
}

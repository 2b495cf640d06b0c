import { createHash } from 'node:crypto';
import type { Authority } from '../authority.ts';
import { escapeText } from './escape.ts';
import { type Device, devices, type Language, texts } from './texts.ts';

const style = `
:root{color-scheme:light dark}
body{font:16px/1.55 system-ui,-apple-system,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif;max-width:40rem;margin:0 auto;padding:1.25rem 1rem 3rem;color:#1c1e24;background:#fff}
h1{font-size:1.4rem;line-height:1.3;margin:0 0 .75rem}
h2{font-size:1.05rem;margin:1.75rem 0 .5rem}
p,ol,ul{margin:.5rem 0}
ol,ul{padding-left:1.4rem}
li{margin:.3rem 0}
.card{border:1px solid #d5d8e0;border-radius:.6rem;padding:.75rem 1rem;background:#f6f7f9}
.card b{display:block;overflow-wrap:anywhere}
code{font:14px/1.5 ui-monospace,Menlo,Consolas,monospace;overflow-wrap:anywhere}
.card code{display:block;width:24.5ch;word-break:break-all}
a{color:#0b57d0}
.get{display:inline-block;margin:.75rem 0 0;padding:.6rem 1rem;border-radius:.5rem;background:#0b57d0;color:#fff;text-decoration:none}
details{border-top:1px solid #d5d8e0;padding:.25rem 0}
details:last-of-type{border-bottom:1px solid #d5d8e0}
summary{cursor:pointer;padding:.6rem 0;font-weight:600}
@media (prefers-color-scheme:dark){
body{color:#e7e9ee;background:#15171c}
.card{background:#1f2229;border-color:#3a3f4b}
details,details:last-of-type{border-color:#3a3f4b}
a{color:#8ab4f8}
.get{background:#8ab4f8;color:#15171c}
}`;

/** Source of the page's one style for its policy. */
export const styleSource = `'sha256-${createHash('sha256').update(style).digest('base64')}'`;

/** The better of our languages for an `Accept-Language`: what is named first. */
export function languageOf(accepted: string): Language {
  const first = /\b(zh|en)\b/i.exec(accepted.slice(0, 256));
  return first?.[1]?.toLowerCase() === 'zh' ? 'zh-CN' : 'en';
}

/** What a browser says it runs on; null for none of those with steps. */
export function deviceOf(userAgent: string): Device | null {
  const said = userAgent.slice(0, 512);
  if (/iPhone|iPad|iPod/.test(said)) return 'ios';
  if (/Android/.test(said)) return 'android';
  if (/Windows/.test(said)) return 'windows';
  return /Macintosh/.test(said) ? 'macos' : null;
}

/** The whole page; the steps of the asker's device are open. */
export function helpPage(authority: Authority, language: Language, device: Device | null): string {
  const text = texts[language];
  const list = (steps: readonly string[]) => steps.map((it) => `<li>${it}</li>`).join('');
  const ways = devices.map((it) => {
    const { title, steps } = text.devices[it];
    const open = it === device ? ' open' : '';
    return `<details${open}><summary>${title}</summary><ol>${list(steps)}</ol></details>`;
  });
  const file = device === 'ios' ? '/ca.mobileconfig' : '/ca.crt';
  return `<!doctype html>
<html lang="${language}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>${text.title}</title>
<style>${style}</style>
<h1>${text.title}</h1>
<p>${text.why}</p>
<h2>${text.whoseTitle}</h2>
<div class="card"><b>${escapeText(authority.name)}</b>SHA-256<code>${authority.fingerprint}</code></div>
<p>${text.compare}</p>
<p>${text.bounds}</p>
<a class="get" href="${file}">${text.get}</a>
<h2>${text.stepsTitle}</h2>
${ways.join('\n')}
<h2>${text.withoutTitle}</h2>
<ul>${list(text.without)}</ul>
<h2>${text.afterTitle}</h2>
<p>${text.after}</p>
</html>
`;
}

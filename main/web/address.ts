import { err, ok, type Result } from '../../common/result.ts';

/** The address of a web page source: http or https, without a password in it. */
export function pageAddress(text: string): Result<URL> {
  const refuse = () =>
    err('PAGE_ADDRESS', 'a web page source needs an address that begins with https:// or http://');
  try {
    const url = new URL(text.trim());
    const isWeb = url.protocol === 'https:' || url.protocol === 'http:';
    return isWeb && url.hostname !== '' && !url.username && !url.password ? ok(url) : refuse();
  } catch {
    return refuse();
  }
}

/** Where a page in a web source may go by itself. */
export const mayGoTo = (text: string): boolean => pageAddress(text).ok;

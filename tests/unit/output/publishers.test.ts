import { describe, expect, it } from 'vitest';
import { publisherFrom } from '../../../main/output/publishers.ts';

const options = (url: string) => ({
  url,
  onStatus: () => undefined,
  onKeyframeWanted: () => undefined,
  onFirstPacket: () => undefined,
});

describe('publisherFrom', () => {
  it.each(['https://host/app/secret', 'constructor://host/app/secret', 'secret', ''])(
    'refuses %j without telling the key',
    (url) => {
      const create = publisherFrom({
        rtmp: () => {
          throw new Error('not asked for');
        },
      });
      const created = create(options(url));
      expect(created).toMatchObject({ ok: false, error: { code: 'URL_INVALID' } });
      expect(JSON.stringify(created)).not.toContain('secret');
    },
  );
});

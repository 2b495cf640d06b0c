import { describe, expect, it } from 'vitest';
import { plainTarget } from '../../../main/live/targets.ts';
import { publisherFrom } from '../../../main/output/publishers.ts';
import { StageDoor } from '../../../main/output/stageDoor.ts';

const options = (url: string) => ({
  id: 'a',
  order: plainTarget('a', url),
  stage: new StageDoor().linkTo('a'),
  onPicture: () => undefined,
  onDelivery: () => undefined,
  onStatus: () => undefined,
  onKeyframeWanted: () => undefined,
  onFirstPacket: () => undefined,
});

describe('publisherFrom', () => {
  it.each(['https://host/app/secret', 'constructor://host/app/secret', 'secret', ''])(
    'refuses %j without telling the key',
    (url) => {
      const create = publisherFrom({
        rtmp: {
          schemes: ['rtmp'],
          create: () => {
            throw new Error('not asked for');
          },
        },
      });
      const created = create(options(url));
      expect(created).toMatchObject({ ok: false, error: { code: 'URL_INVALID' } });
      expect(JSON.stringify(created)).not.toContain('secret');
    },
  );
});

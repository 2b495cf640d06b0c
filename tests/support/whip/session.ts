import type {
  DestinationOrder,
  FromWhipPeer,
  OutputEvent,
  OutputToStage,
} from '../../../common/ipc/output.ts';
import type { DeliveryEvent } from '../../../common/live/delivery.ts';
import type { DestinationFigures, DestinationStatus } from '../../../common/live/telemetry.ts';
import { createPublisher } from '../../../main/output/publishers.ts';
import { OutputService, type Port } from '../../../main/output/service.ts';
import type { PageOf } from '../stagePage.ts';
import type { WhipHarness } from '../whipPage/page.ts';

type Whip = { readonly type: 'whip'; readonly id: string; readonly message: FromWhipPeer };

/** The real output service, with a page's stage behind its port. */
export class WhipOutput {
  readonly service: OutputService;
  /** What the stage said. */
  readonly heard: Whip[] = [];
  readonly lines: string[] = [];
  readonly #events: OutputEvent[] = [];
  readonly #page: PageOf<WhipHarness>;
  #listener: (event: { data: unknown }) => void = () => {};

  private constructor(page: PageOf<WhipHarness>) {
    this.#page = page;
    this.service = new OutputService({
      post: (event) => this.#events.push(event),
      createPublisher,
      log: (line) => this.lines.push(line),
    });
  }

  static async create(page: PageOf<WhipHarness>): Promise<WhipOutput> {
    const output = new WhipOutput(page);
    await page.page.exposeFunction('fromStage', (message: Whip) => {
      output.heard.push(message);
      output.#listener({ data: message });
    });
    return output;
  }

  /** As when a stage has loaded: the page has a fresh port, and so has the service. */
  attachStage(): void {
    const port: Port = {
      on: (_, listener) => {
        this.#listener = listener;
      },
      postMessage: (message) => void this.#page.call('toStage', message as OutputToStage),
      start: () => {},
      close: () => {},
    };
    this.service.handle({ type: 'attachStage' }, port);
  }

  start(id: string, order: Pick<DestinationOrder, 'url' | 'token'>) {
    this.service.handle({
      ...{ type: 'startDestination', id, kind: 'whip', backupUrl: null },
      ...{ codec: 'h264', adaptive: true, ...order },
    });
    const statuses = () =>
      this.#events.flatMap((it) => (it.type === 'destination' && it.id === id ? [it.status] : []));
    const events = (): DeliveryEvent[] =>
      this.#events.flatMap((it) => (it.type === 'delivery' && it.id === id ? [it.event] : []));
    const last = (): DestinationStatus | undefined => statuses().at(-1);
    return {
      ...{ statuses, events, last },
      state: () => last()?.state,
      /** Without what became of the picture meanwhile: a busy machine is a narrow road too. */
      kinds: () =>
        events()
          .map(({ kind }) => kind)
          .filter((kind) => !['lowered', 'raised', 'full'].includes(kind)),
      figures: () => this.service.figures().destinations[id] as DestinationFigures,
      drill: (seconds: number) => this.service.handle({ type: 'drill', id, seconds }),
      stop: () => this.service.handle({ type: 'stopDestination', id }),
    };
  }
}

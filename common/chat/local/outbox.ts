import { err, ok, type Result } from '../../result.ts';
import type { Clock } from '../clock.ts';
import type { ChatSend } from '../message.ts';
import { placedSchema } from './frames.ts';
import type { Link } from './link.ts';

type Placed = { id: string; seq: number };
type Letter = {
  readonly clientId: string;
  readonly message: ChatSend;
  readonly resolve: (result: Result<Placed>) => void;
  readonly stop: () => void;
  isUnderWay: boolean;
};

/** Messages that wait, answered or not; more are refused. */
const MOST = 100;
/** A message that could not be said for so long was not said, ms. */
const KEEP_MS = 20_000;

/** Messages until the server has them: said again over a new connection, with the same id. */
export class Outbox {
  private readonly letters = new Map<string, Letter>();
  private readonly newId: () => string;
  private readonly setTimer: Clock['setTimer'];

  constructor(newId: () => string, setTimer: Clock['setTimer']) {
    this.newId = newId;
    this.setTimer = setTimer;
  }

  /** `link` is null while there is none. */
  send(message: ChatSend, link: Link | null): Promise<Result<Placed>> {
    if (this.letters.size >= MOST) {
      return Promise.resolve(err('RATE_LIMITED', 'Too many messages wait to be sent.'));
    }
    return new Promise((resolve) => {
      const clientId = this.newId();
      const stop = this.setTimer(() => {
        this.finish(letter, err('DISCONNECTED', 'The message was not sent: no connection.'));
      }, KEEP_MS);
      const letter: Letter = { clientId, message, resolve, stop, isUnderWay: false };
      this.letters.set(clientId, letter);
      if (link) void this.post(letter, link);
    });
  }

  /** There is a connection again: what has no answer goes once more, in the same order. */
  resend(link: Link): void {
    for (const letter of this.letters.values()) void this.post(letter, link);
  }

  /** Nothing of it will be sent. */
  fail(): void {
    for (const letter of [...this.letters.values()]) {
      this.finish(letter, err('DISCONNECTED', 'The message was not sent: the room was left.'));
    }
  }

  private async post(letter: Letter, link: Link): Promise<void> {
    if (letter.isUnderWay) return;
    letter.isUnderWay = true;
    const { clientId, message } = letter;
    const answer = await link.call({ op: 'send', clientId, message });
    letter.isUnderWay = false;
    // Not known whether it was said: it waits for the next connection.
    if (!answer.ok && answer.error.code === 'DISCONNECTED') return;
    if (!answer.ok) return this.finish(letter, answer);
    const placed = placedSchema.safeParse(answer.value);
    this.finish(
      letter,
      placed.success
        ? ok(placed.data)
        : err('SERVICE', 'The answer of the chat is not understood.'),
    );
  }

  private finish(letter: Letter, result: Result<Placed>): void {
    if (!this.letters.delete(letter.clientId)) return;
    letter.stop();
    letter.resolve(result);
  }
}

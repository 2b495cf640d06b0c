import { AckCounter } from '../../main/output/rtmp/acks.ts';
import { ChunkReader } from '../../main/output/rtmp/chunkReader.ts';
import {
  type Command,
  codecsOf,
  readCommand,
  reconnectAskedBy,
  statusOf,
} from '../../main/output/rtmp/commands.ts';
import { ClientHandshake } from '../../main/output/rtmp/handshake.ts';
import { messageType, type RtmpMessage, readUint32 } from '../../main/output/rtmp/message.ts';

/** Most that an unfinished message may hold here, bytes. */
export const MOST_HELD = 256 * 1024;

/** What a session makes of a server's bytes, without the session. */
export type Understood = {
  readonly messages: readonly RtmpMessage[];
  readonly commands: readonly Command[];
  readonly asked: readonly (string | null)[];
  readonly codecs: readonly string[];
  readonly acknowledged: number;
  /** Name of the error that ended it, or null. */
  readonly error: string | null;
};

/** Feeds a server's bytes, cut into `parts`, through everything that reads them. Other than by its named errors it fails the test. */
export function understand(parts: readonly Uint8Array[], sentBytes = 1_000_000): Understood {
  const handshake = new ClientHandshake();
  const reader = new ChunkReader({ maxMessageBytes: MOST_HELD });
  const acks = new AckCounter();
  const messages: RtmpMessage[] = [];
  const commands: Command[] = [];
  const asked: (string | null)[] = [];
  const codecs = new Set<string>();
  let isShaken = false;
  const read = (bytes: Uint8Array) => {
    for (const message of reader.push(bytes)) {
      messages.push(message);
      if (message.type === messageType.acknowledgement)
        acks.take(readUint32(message.payload) ?? 0, sentBytes);
      const command = readCommand(message);
      if (!command) continue;
      commands.push(command);
      statusOf(command);
      for (const codec of codecsOf(command)) codecs.add(codec);
      const request = reconnectAskedBy(command);
      if (request) asked.push(request.tcUrl);
    }
    if (reader.heldBytes > MOST_HELD) throw new Error(`${reader.heldBytes} bytes are held`);
  };
  const result = (error: string | null) => ({
    ...{ messages, commands, asked, codecs: [...codecs], acknowledged: acks.total, error },
  });
  try {
    for (const part of parts) {
      if (isShaken) {
        read(part);
        continue;
      }
      const { rest } = handshake.push(part);
      if (!rest) continue;
      isShaken = true;
      read(rest);
    }
  } catch (error) {
    const { name } = error as Error;
    if (name !== 'RtmpProtocolError') throw error;
    return result(name);
  }
  return result(null);
}

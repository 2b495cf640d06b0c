import { BaseSession } from '../nms.ts';
import { FlvReader, type MediaSink } from './flvReader.ts';

/** Bytes of an FLV file's header with the size of the tag before the first one. */
const FILE_HEADER_BYTES = 13;

/** A viewer within this process: gets what viewers get, from the last keyframe on, and reads it. */
export class Tap extends BaseSession {
  private readonly reader: FlvReader;

  constructor(sink: MediaSink) {
    super();
    this.protocol = 'flv';
    this.reader = new FlvReader(sink);
    this.sendBuffer = (tag) => {
      // What ingest sends on is a copy of its own for every message, so it may be kept.
      if (tag.length > FILE_HEADER_BYTES) this.reader.read(tag, performance.now());
    };
    this.close = () => {};
  }

  /** Before it is moved to the next publish of its stream. */
  restart(): void {
    this.reader.restart();
  }
}

import type { StageToOutput } from '../../../common/ipc/output.ts';
import type { AudioFormat, EncodedPacket, VideoFormat } from '../../../common/media/packet.ts';
import { toneDb } from '../../unit/audio/tones.ts';

/** Packets of the newest GOP and of the last second and a half of sound, and what they decode to. */
export class Programme {
  #video: { format: VideoFormat | null; packets: EncodedPacket[] } = { format: null, packets: [] };
  #audio: { format: AudioFormat | null; packets: EncodedPacket[] } = { format: null, packets: [] };

  take(message: StageToOutput): void {
    if (message.type === 'format') {
      if (message.format.track === 'video') this.#video.format = message.format as VideoFormat;
      if (message.format.track === 'audio') this.#audio.format = message.format as AudioFormat;
    } else if (message.type === 'packet') {
      const packet = message.packet as EncodedPacket;
      if (packet.track === 'video') {
        if (packet.keyframe) this.#video.packets = [];
        this.#video.packets.push(packet);
      } else if (packet.track === 'audio')
        this.#audio.packets = [...this.#audio.packets, packet].slice(-70);
    }
  }

  async colours(spots: readonly (readonly [number, number])[]): Promise<number[][]> {
    const { format, packets } = this.#video;
    if (!format || packets.length === 0) return [];
    let newest: VideoFrame | null = null;
    const decoder = new VideoDecoder({
      output(frame) {
        newest?.close();
        newest = frame;
      },
      error: () => {},
    });
    decoder.configure({ codec: format.codec, description: format.description });
    for (const { ptsUs, keyframe, data } of [...packets])
      decoder.decode(
        new EncodedVideoChunk({ type: keyframe ? 'key' : 'delta', timestamp: ptsUs, data }),
      );
    await decoder.flush();
    decoder.close();
    const frame = newest as VideoFrame | null;
    if (!frame) return [];
    const canvas = new OffscreenCanvas(frame.displayWidth, frame.displayHeight);
    const context = canvas.getContext('2d') as OffscreenCanvasRenderingContext2D;
    context.drawImage(frame, 0, 0);
    frame.close();
    return spots.map(([x, y]) => [
      ...context.getImageData(Math.floor(x * canvas.width), Math.floor(y * canvas.height), 1, 1)
        .data,
    ]);
  }

  async tones(frequencies: readonly number[]): Promise<number[]> {
    const { format, packets } = this.#audio;
    if (!format || packets.length === 0) return frequencies.map(() => -200);
    const samples: number[] = [];
    const decoder = new AudioDecoder({
      output(data) {
        const plane = new Float32Array(data.numberOfFrames);
        data.copyTo(plane, { planeIndex: 0, format: 'f32-planar' });
        samples.push(...plane);
        data.close();
      },
      error: () => {},
    });
    const { codec, sampleRate, channels: numberOfChannels, description } = format;
    decoder.configure({ codec, sampleRate, numberOfChannels, description });
    for (const { ptsUs, data } of [...packets])
      decoder.decode(new EncodedAudioChunk({ type: 'key', timestamp: ptsUs, data }));
    await decoder.flush();
    decoder.close();
    return frequencies.map((frequency) => toneDb(samples, frequency, sampleRate));
  }
}

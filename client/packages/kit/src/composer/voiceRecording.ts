import { loudness, reduceWaveform } from './waveform.ts';

/** A finished recording, as `POST /attachments?kind=voice` takes it. */
export interface VoiceClip {
  readonly file: File;
  readonly durationMs: number;
  /** 1 to 128 integers from 0 to 100. */
  readonly waveform: number[];
}

export type VoiceError = 'denied' | 'missing' | 'unsupported' | 'failed';

const LEVEL_INTERVAL_MS = 50;

/** What browsers record with Opus, and AAC for older ones of Apple; the first that there is. */
export const VOICE_TYPES: readonly string[] = [
  'audio/webm;codecs=opus',
  'audio/mp4;codecs=opus',
  'audio/ogg;codecs=opus',
  'audio/mp4',
  'audio/webm',
];

/** The type to record in; null: the browser cannot record. */
export function recordingType(isSupported: (type: string) => boolean): string | null {
  return VOICE_TYPES.find(isSupported) ?? null;
}

export function canRecord(): boolean {
  return (
    typeof MediaRecorder === 'function' &&
    'mediaDevices' in navigator &&
    recordingType((type) => MediaRecorder.isTypeSupported(type)) !== null
  );
}

/** Why the microphone cannot be used. */
export function toVoiceError(error: unknown): VoiceError {
  const name = error instanceof DOMException ? error.name : '';
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'denied';
  if (name === 'NotFoundError' || name === 'OverconstrainedError') return 'missing';
  return name === 'NotSupportedError' ? 'unsupported' : 'failed';
}

/** One recording. It holds the microphone from `start` until `stop` or `cancel`, and not longer. */
export class VoiceRecording {
  readonly #recorder: MediaRecorder;
  readonly #stream: MediaStream;
  readonly #audio: AudioContext;
  readonly #chunks: Blob[] = [];
  readonly #levels: number[] = [];
  readonly #startedAt = performance.now();
  readonly #timer: ReturnType<typeof setInterval>;

  /** Asks for the microphone; `signal` gives it back if it is granted too late. */
  static async start(
    signal: AbortSignal,
    onLevel: (level: number) => void,
  ): Promise<VoiceRecording> {
    const type = recordingType((one) => MediaRecorder.isTypeSupported(one));
    if (type === null) throw new DOMException('no codec', 'NotSupportedError');
    const stream = await navigator.mediaDevices.getUserMedia({
      audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true },
    });
    try {
      signal.throwIfAborted();
      return new VoiceRecording(stream, type, onLevel);
    } catch (error) {
      release(stream);
      throw error;
    }
  }

  private constructor(stream: MediaStream, type: string, onLevel: (level: number) => void) {
    this.#stream = stream;
    this.#recorder = new MediaRecorder(stream, { mimeType: type, audioBitsPerSecond: 32_000 });
    this.#audio = new AudioContext();
    const analyser = this.#audio.createAnalyser();
    this.#audio.createMediaStreamSource(stream).connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    this.#recorder.addEventListener('dataavailable', ({ data }) => {
      if (data.size > 0) this.#chunks.push(data);
    });
    this.#timer = setInterval(() => {
      analyser.getFloatTimeDomainData(samples);
      const level = loudness(samples);
      this.#levels.push(level);
      onLevel(level);
    }, LEVEL_INTERVAL_MS);
    this.#recorder.start();
  }

  /** Ends the recording. Null if the browser recorded nothing. */
  async stop(): Promise<VoiceClip | null> {
    const durationMs = Math.round(performance.now() - this.#startedAt);
    try {
      if (this.#recorder.state !== 'inactive') {
        const stopped = new Promise<void>((resolve) => {
          this.#recorder.addEventListener(
            'stop',
            () => {
              resolve();
            },
            { once: true },
          );
        });
        this.#recorder.stop();
        await stopped;
      }
    } finally {
      this.#release();
    }
    const [mime = 'audio/webm'] = this.#recorder.mimeType.split(';');
    const blob = new Blob(this.#chunks, { type: mime });
    if (blob.size === 0) return null;
    const file = new File([blob], `voice.${mime.split('/')[1] ?? 'webm'}`, { type: mime });
    return { file, durationMs, waveform: reduceWaveform(this.#levels) };
  }

  /** Ends the recording and discards it. */
  cancel(): void {
    if (this.#recorder.state !== 'inactive') this.#recorder.stop();
    this.#release();
  }

  #release(): void {
    clearInterval(this.#timer);
    release(this.#stream);
    if (this.#audio.state !== 'closed') void this.#audio.close();
  }
}

function release(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}

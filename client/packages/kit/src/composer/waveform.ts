/** The numbers of a waveform; the server takes up to 128. */
export const WAVEFORM_LENGTH = 64;

/** The level at which the loudest part of a quiet recording is not raised any more. */
const SILENCE = 0.02;

/**
 * The `waveform` of a voice note: maxima of equal parts of the recording, from 0 to 100 of the
 * loudest. `levels` are samples of the loudness from 0 to 1, equally far apart.
 */
export function reduceWaveform(levels: readonly number[], length = WAVEFORM_LENGTH): number[] {
  const count = Math.min(length, levels.length);
  if (count === 0) return [0];
  const maxima = Array.from({ length: count }, (_, index) => {
    const from = Math.floor((index * levels.length) / count);
    const to = Math.floor(((index + 1) * levels.length) / count);
    return Math.max(0, ...levels.slice(from, to));
  });
  const loudest = Math.max(SILENCE, ...maxima);
  return maxima.map((level) => Math.round((Math.min(level, loudest) / loudest) * 100));
}

/** The loudness of samples from -1 to 1: their root mean square, spread over 0 to 1. */
export function loudness(samples: Iterable<number>): number {
  let sum = 0;
  let count = 0;
  for (const sample of samples) {
    sum += sample ** 2;
    count += 1;
  }
  const rms = Math.sqrt(sum / Math.max(1, count));
  // Speech is far below full scale: the square root brings it into sight.
  return Math.min(1, Math.sqrt(rms));
}

/** As high as a bar that stands for silence. */
const FLOOR = 0.08;

/**
 * So many bars, each from 0 to 1, of a recorder's 1 to 128 numbers from 0 to 100. A bar is as high as the
 * loudest number that it stands for. Without numbers all bars are low.
 */
export function waveformBars(waveform: readonly number[] | null, count: number): readonly number[] {
  const numbers = waveform ?? [];
  return Array.from({ length: count }, (_, bar) => {
    const from = Math.floor((bar * numbers.length) / count);
    const to = Math.max(from + 1, Math.floor(((bar + 1) * numbers.length) / count));
    const loudest = Math.max(0, ...numbers.slice(from, to));
    return Math.min(1, Math.max(FLOOR, loudest / 100));
  });
}

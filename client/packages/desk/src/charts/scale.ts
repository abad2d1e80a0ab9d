/** What the values of a chart count; round numbers of seconds are minutes, hours and days. */
export type ChartUnit = 'count' | 'seconds';

const DECIMAL_STEPS = [1, 2, 5];
const SECOND_STEPS = [1, 5, 15, 60, 300, 900, 3_600, 3 * 3_600, 6 * 3_600, 12 * 3_600, 86_400];
const MAX_INTERVALS = 4;

/** Round values for the lines of an axis from 0 that reaches at least `max`. */
export function ticksUpTo(max: number, unit: ChartUnit): readonly number[] {
  if (max <= 0) return [0, 1];
  const step = stepFor(max / MAX_INTERVALS, unit);
  return Array.from({ length: Math.ceil(max / step) + 1 }, (_, index) => index * step);
}

/** The least round step that is not below `least`. */
function stepFor(least: number, unit: ChartUnit): number {
  if (unit === 'seconds') {
    const step = SECOND_STEPS.find((one) => one >= least);
    if (step !== undefined) return step;
    // Days are counted like anything else.
    const day = SECOND_STEPS.at(-1) ?? 1;
    return day * stepFor(least / day, 'count');
  }
  for (let magnitude = 1; ; magnitude *= 10) {
    const step = DECIMAL_STEPS.find((one) => one * magnitude >= least);
    if (step !== undefined) return step * magnitude;
  }
}

/**
 * Which bars have a label, and the pixel of its middle: labels of `labelWidth` neither overlap nor end beyond
 * `width`.
 */
export function labelledBars(
  bars: number,
  width: number,
  labelWidth: number,
): readonly { readonly index: number; readonly middle: number }[] {
  const slot = width / Math.max(1, bars);
  const every = Math.max(1, Math.ceil(labelWidth / Math.max(1, slot)));
  const middle = (index: number) => Math.min(slot * (index + 0.5), width - labelWidth / 2);
  return Array.from({ length: Math.ceil(bars / every) }, (_, nth) => nth * every)
    .filter((index) => index === 0 || middle(index) - middle(index - every) >= labelWidth)
    .map((index) => ({ index, middle: middle(index) }));
}

/** What can be pressed or moved within a row of a log. */
export const CONTROLS = 'a[href], button, input, audio[controls], video[controls]';

/** Sliders and players use the arrow keys themselves: only Escape leads out of them. */
export function usesArrowKeys(target: EventTarget | null): boolean {
  return target instanceof Element && target.matches('input[type="range"], audio, video');
}

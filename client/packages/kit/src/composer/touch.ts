/** Whether the main pointer is a finger: Enter makes a new line, and a focus opens a keyboard. */
export function isTouch(): boolean {
  return window.matchMedia('(pointer: coarse)').matches;
}

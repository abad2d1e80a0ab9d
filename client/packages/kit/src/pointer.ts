/** Whether the main pointer is a finger: Enter makes a new line, and a focus opens a keyboard. */
export function isCoarsePointer(): boolean {
  return window.matchMedia('(pointer: coarse)').matches;
}

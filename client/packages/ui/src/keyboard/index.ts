export { CONTROLS, usesArrowKeys } from './controls.ts';
export { RovingRows } from './rovingRows.ts';

export { RovingRows } from './rovingRows.ts';

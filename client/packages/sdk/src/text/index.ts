export { beginning, characterStart } from './graphemes.ts';

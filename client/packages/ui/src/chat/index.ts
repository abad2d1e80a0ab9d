export { Composer } from './Composer.tsx';
export { countCharacters, LONGEST_MESSAGE } from './length.ts';
export { SearchField } from './SearchField.tsx';
export { TypingLine } from './TypingLine.tsx';
export { useLongPress } from './useLongPress.ts';

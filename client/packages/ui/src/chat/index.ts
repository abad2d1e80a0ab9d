export { SearchField } from './SearchField.tsx';
export { TypingLine } from './TypingLine.tsx';
export { useLongPress } from './useLongPress.ts';

export { SearchField } from './SearchField.tsx';
export { TypingIndicator } from './TypingIndicator.tsx';
export { useLongPress } from './useLongPress.ts';

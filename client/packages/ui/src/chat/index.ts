export { SearchField } from './SearchField.tsx';
export { useLongPress } from './useLongPress.ts';

export { ChatNamesProvider, type ChatNames } from './ChatNames.tsx';
export { useNames, type Names } from './useNames.ts';

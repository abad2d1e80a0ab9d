export { KeyboardShortcuts } from './KeyboardShortcuts.tsx';

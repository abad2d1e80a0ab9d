/** A part of its own, which is loaded with the first selection. */
export { SelectionActions as default } from './SelectionActions.tsx';

/** The operator's desk, the same for every realm. */
export { Desk, type DeskProps } from './Desk.tsx';

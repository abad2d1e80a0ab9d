export { useWhereabouts, type Whereabouts } from './useWhereabouts.ts';

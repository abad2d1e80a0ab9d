import { lazyValue } from '../../../lazyValue.ts';
import { useFirstInput } from '../composer/useFirstInput.ts';
import type * as parts from './parts.ts';

export type ScheduledParts = typeof parts;

const useParts = lazyValue(() => import('./parts.ts'));

/** What sends silently or later. It is loaded with the first input; null until then. */
export function useScheduledParts(): ScheduledParts | null {
  return useParts(useFirstInput());
}

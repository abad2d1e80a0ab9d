import type { Repeat } from '@vestnik/sdk/school';

/** A repetition as the form has it: texts as they were typed. */
export interface RepeatInput {
  /** A lesson every so many weeks; 0: one lesson. */
  readonly everyWeeks: number;
  readonly end: 'count' | 'until';
  readonly count: string;
  /** The value of `<input type="date">`. */
  readonly until: string;
}

export const NO_REPEAT: RepeatInput = { everyWeeks: 0, end: 'count', count: '8', until: '' };

/** The limits of the server. */
export const MIN_COUNT = 2;
export const MAX_COUNT = 52;

/**
 * The repetition that begins on the day of `when`, the value of `<input type="datetime-local">`.
 * Absent for one lesson, null if the input is invalid.
 */
export function repeatOf(
  { everyWeeks, end, count, until }: RepeatInput,
  when: string,
): Repeat | null | undefined {
  if (everyWeeks === 0) return undefined;
  const time_zone = new Intl.DateTimeFormat().resolvedOptions().timeZone;
  const common = { every_weeks: everyWeeks, time_zone };
  if (end === 'until') {
    return until !== '' && until >= when.slice(0, 10) ? { ...common, until } : null;
  }
  const lessons = Number(count);
  const isValid = Number.isInteger(lessons) && lessons >= MIN_COUNT && lessons <= MAX_COUNT;
  return isValid ? { ...common, count: lessons } : null;
}

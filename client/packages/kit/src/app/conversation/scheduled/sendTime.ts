/** When a message is sent, as native fields have it: in the time zone of the reader. */
export interface ChosenTime {
  /** `2026-12-01`; empty: none is chosen. */
  readonly day: string;
  /** `09:00`, or empty. */
  readonly time: string;
}

/** Why a message cannot be sent at a time. */
export type TimeProblem = 'missing' | 'past' | 'tooFar';

const HOUR_MS = 3_600_000;
const MORNING_HOUR = 9;
/** Suggested times are rounded up to these minutes. */
const STEP_MINUTES = 5;

export function inAnHour(now: Date): ChosenTime {
  const step = STEP_MINUTES * 60_000;
  return asChosen(new Date(Math.ceil((now.getTime() + HOUR_MS) / step) * step));
}

export function tomorrowMorning(now: Date): ChosenTime {
  const day = new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1, MORNING_HOUR);
  return asChosen(day);
}

/** The fields for a moment. Their precision is a minute. */
export function asChosen(date: Date): ChosenTime {
  const day = [date.getFullYear(), date.getMonth() + 1, date.getDate()].map(twoDigits).join('-');
  return { day, time: [date.getHours(), date.getMinutes()].map(twoDigits).join(':') };
}

/** The chosen moment, or why no message can be sent then. */
export function momentOf({ day, time }: ChosenTime, now: Date): Date | TimeProblem {
  // Without a zone it is the local one.
  const moment = new Date(`${day}T${time}`);
  if (Number.isNaN(moment.getTime())) return 'missing';
  if (moment <= now) return 'past';
  const latest = new Date(now);
  latest.setFullYear(latest.getFullYear() + 1);
  return moment > latest ? 'tooFar' : moment;
}

function twoDigits(number: number): string {
  return String(number).padStart(2, '0');
}

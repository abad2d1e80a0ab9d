import type { Account } from '@vestnik/sdk';

type QuietHours = NonNullable<Account['notifications']['quiet_hours']>;

/** Whether a moment is in the quiet hours, which may span midnight. */
export function isQuiet(hours: QuietHours | null, now: Date): boolean {
  if (hours === null) return false;
  const { from, to, time_zone: timeZone } = hours;
  const time = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(now);
  return from <= to ? from <= time && time < to : from <= time || time < to;
}

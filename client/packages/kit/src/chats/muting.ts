export type MuteDuration = 'hour' | 'eightHours' | 'forever';

export const MUTE_DURATIONS: readonly MuteDuration[] = ['hour', 'eightHours', 'forever'];

const HOUR_MS = 3_600_000;

/** The server knows no mute without an end. */
const FOREVER = '9999-01-01T00:00:00Z';

/** The `muted_until` of a duration that begins now. */
export function mutedUntil(duration: MuteDuration, now: Date): string {
  switch (duration) {
    case 'hour':
      return new Date(now.getTime() + HOUR_MS).toISOString();
    case 'eightHours':
      return new Date(now.getTime() + 8 * HOUR_MS).toISOString();
    case 'forever':
      return FOREVER;
  }
}

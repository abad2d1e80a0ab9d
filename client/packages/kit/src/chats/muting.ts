export type MuteDuration = 'hour' | 'eightHours' | 'forever';

export const MUTE_DURATIONS: readonly MuteDuration[] = ['hour', 'eightHours', 'forever'];

const HOUR_MS = 3_600_000;

/** When a duration that begins now ends; null: never. */
export function mutedUntil(duration: MuteDuration, now: Date): string | null {
  switch (duration) {
    case 'hour':
      return new Date(now.getTime() + HOUR_MS).toISOString();
    case 'eightHours':
      return new Date(now.getTime() + 8 * HOUR_MS).toISOString();
    case 'forever':
      return null;
  }
}

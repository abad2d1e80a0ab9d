import type { Language } from '../settings.ts';

/** Moments (RFC 3339) as a reader says them, in their own time zone. */
export interface Times {
  /** «15:30» */
  readonly clock: (iso: string) => string;
  /** «17 января» */
  readonly day: (iso: string) => string;
  /** «15:30» today, else «17.01» */
  readonly short: (iso: string) => string;
}

export function timesOf(language: Language): Times {
  // British English for its day before month and its 24 hours, like the Russian.
  const locale = language === 'ru' ? 'ru' : 'en-GB';
  const clock = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' });
  const day = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long' });
  const date = new Intl.DateTimeFormat(locale, { day: '2-digit', month: '2-digit' });
  return {
    clock: (iso) => clock.format(new Date(iso)),
    day: (iso) => day.format(new Date(iso)),
    short: (iso) => {
      const at = new Date(iso);
      const isToday = at.toDateString() === new Date().toDateString();
      return (isToday ? clock : date).format(at);
    },
  };
}

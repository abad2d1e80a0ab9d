import { useLanguage, type Language } from '../i18n/index.ts';

/** Moments (RFC 3339) as this reader says them, in their own time zone. */
export interface TimeFormat {
  /** «15:30» */
  readonly time: (iso: string) => string;
  /** «Сегодня», «Вчера», «17 января», «17 января 2025 г.» */
  readonly relativeDay: (iso: string, now?: Date) => string;
  /** For lists: «15:30» today, then «Вчера», «пт», «17 янв.», «17.01.2025». */
  readonly listTime: (iso: string, now?: Date) => string;
  /** «17 января 2025 г. в 15:30» */
  readonly fullDateTime: (iso: string) => string;
  /** Two moments have the same key iff they are of one day here. */
  readonly dayKey: (iso: string) => string;
}

const formats: Record<Language, TimeFormat> = { ru: timeFormat('ru'), en: timeFormat('en') };

export function useTimeFormat(): TimeFormat {
  return formats[useLanguage().language];
}

export function timeFormat(language: Language): TimeFormat {
  // British English for its day before month and its 24 hours, like the Russian.
  const locale = language === 'ru' ? 'ru' : 'en-GB';
  const formatter = (options: Intl.DateTimeFormatOptions) => {
    const format = new Intl.DateTimeFormat(locale, options);
    return (date: Date) => format.format(date);
  };
  const hoursAndMinutes = formatter({ hour: '2-digit', minute: '2-digit' });
  const weekday = formatter({ weekday: 'short' });
  const dayAndMonth = formatter({ day: 'numeric', month: 'long' });
  const longDate = formatter({ day: 'numeric', month: 'long', year: 'numeric' });
  const shortDayAndMonth = formatter({ day: 'numeric', month: 'short' });
  const numericDate = formatter({ day: '2-digit', month: '2-digit', year: 'numeric' });
  const full = formatter({ dateStyle: 'long', timeStyle: 'short' });
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  const namedDay = (days: number) => capitalised(relative.format(days, 'day'));

  return {
    time: (iso) => hoursAndMinutes(new Date(iso)),
    relativeDay: (iso, now = new Date()) => {
      const date = new Date(iso);
      const days = daysBetween(now, date);
      if (Math.abs(days) <= 1) return namedDay(days);
      return date.getFullYear() === now.getFullYear() ? dayAndMonth(date) : longDate(date);
    },
    listTime: (iso, now = new Date()) => {
      const date = new Date(iso);
      const days = daysBetween(now, date);
      if (days === 0) return hoursAndMinutes(date);
      if (days === -1) return namedDay(days);
      if (days < 0 && days > -7) return weekday(date);
      return date.getFullYear() === now.getFullYear() ? shortDayAndMonth(date) : numericDate(date);
    },
    fullDateTime: (iso) => full(new Date(iso)),
    dayKey: (iso) => {
      const date = new Date(iso);
      const numbers = [date.getFullYear(), date.getMonth() + 1, date.getDate()];
      return numbers.map((number) => String(number).padStart(2, '0')).join('-');
    },
  };
}

/** Whole calendar days from one moment to another, here; a day of 23 hours counts as one. */
function daysBetween(from: Date, to: Date): number {
  const midnight = (date: Date) => Date.UTC(date.getFullYear(), date.getMonth(), date.getDate());
  return (midnight(to) - midnight(from)) / 86_400_000;
}

function capitalised(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

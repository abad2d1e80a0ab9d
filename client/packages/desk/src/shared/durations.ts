import { useLanguage, type Language } from '@vestnik/ui/i18n';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How long something took, by its two largest units: «2 ч 15 мин». */
export function useDurationText(): (seconds: number) => string {
  const { language } = useLanguage();
  return (seconds) => durationText(seconds, language);
}

export function durationText(seconds: number, language: Language): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < MINUTE) return unit(whole, 'second', language);
  if (whole < HOUR) return unit(Math.round(whole / MINUTE), 'minute', language);
  if (whole < DAY) return two(whole, HOUR, 'hour', MINUTE, 'minute', language);
  return two(whole, DAY, 'day', HOUR, 'hour', language);
}

type Unit = 'second' | 'minute' | 'hour' | 'day';

function two(
  seconds: number,
  largeSize: number,
  large: Unit,
  smallSize: number,
  small: Unit,
  language: Language,
): string {
  const first = Math.floor(seconds / largeSize);
  const second = Math.floor((seconds % largeSize) / smallSize);
  const text = unit(first, large, language);
  return second === 0 ? text : `${text} ${unit(second, small, language)}`;
}

function unit(value: number, of: Unit, language: Language): string {
  return new Intl.NumberFormat(language, {
    style: 'unit',
    unit: of,
    unitDisplay: 'short',
  }).format(value);
}

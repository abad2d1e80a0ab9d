import { useLanguage } from '@vestnik/ui/i18n';
import { useMemo } from 'react';

/** A moment to the second: events can follow each other within a minute. */
export function useExactMoment(): (iso: string) => string {
  const { language } = useLanguage();
  return useMemo(() => {
    const format = new Intl.DateTimeFormat(language === 'ru' ? 'ru' : 'en-GB', {
      dateStyle: 'medium',
      timeStyle: 'medium',
    });
    return (iso) => format.format(new Date(iso));
  }, [language]);
}

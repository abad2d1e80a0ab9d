import type { Language } from '@vestnik/ui/i18n';

const UNITS: Readonly<Record<Language, readonly string[]>> = {
  ru: ['Б', 'КБ', 'МБ', 'ГБ'],
  en: ['B', 'KB', 'MB', 'GB'],
};

/** «83 КБ», «1,4 МБ». */
export function formatFileSize(bytes: number, language: Language): string {
  const units = UNITS[language];
  const power = Math.min(Math.floor(Math.log2(Math.max(bytes, 1)) / 10), units.length - 1);
  const value = bytes / 1024 ** power;
  const number = new Intl.NumberFormat(language, {
    maximumFractionDigits: power > 1 && value < 100 ? 1 : 0,
  });
  return `${number.format(value)} ${units[power] ?? ''}`;
}

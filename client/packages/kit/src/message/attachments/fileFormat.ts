import type { Language } from '@vestnik/ui/i18n';

export type FileType =
  'archive' | 'audio' | 'code' | 'image' | 'sheet' | 'text' | 'video' | 'other';

const BY_EXTENSION: readonly (readonly [FileType, RegExp])[] = [
  ['archive', /\.(zip|rar|7z|tar|gz|bz2|xz|zst)$/i],
  ['sheet', /\.(xlsx?|ods|csv|tsv)$/i],
  ['code', /\.(c|cc|cpp|cs|css|go|h|html?|java|js|json|kt|php|py|rb|rs|sh|sql|ts|tsx|xml|ya?ml)$/i],
  ['text', /\.(txt|md|rtf|docx?|odt|pdf|pptx?|odp|epub|djvu|tex)$/i],
];

/** Decides on the icon of a file. */
export function fileType(mime: string, name: string): FileType {
  const family = mime.split('/')[0];
  if (family === 'audio' || family === 'video' || family === 'image') return family;
  const found = BY_EXTENSION.find(([, pattern]) => pattern.test(name));
  if (found) return found[0];
  return family === 'text' ? 'text' : 'other';
}

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;

/** «83 кБ», “1.5 MB” */
export function formatSize(bytes: number, language: Language): string {
  const power = Math.min(UNITS.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  const value = bytes / 1000 ** power;
  return new Intl.NumberFormat(language, {
    style: 'unit',
    unit: UNITS[power] ?? 'byte',
    unitDisplay: power === 0 ? 'long' : 'short',
    maximumFractionDigits: value < 10 && power > 0 ? 1 : 0,
  }).format(value);
}

/** “0:07”, “12:34”, “1:02:03” */
export function formatDuration(milliseconds: number): string {
  const total = Math.max(0, Math.floor(milliseconds / 1000));
  const seconds = String(total % 60).padStart(2, '0');
  const minutes = Math.floor(total / 60) % 60;
  const hours = Math.floor(total / 3600);
  if (hours === 0) return `${minutes}:${seconds}`;
  return `${hours}:${String(minutes).padStart(2, '0')}:${seconds}`;
}

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

const APOSTROPHES = /[‘’ʹʼʻ`´′＇]/gu;
const HYPHENS = /[‐‑‒–−]/gu;

/**
 * A text as search compares it, on the server too: case, accents, the dots over «ё», invisible
 * characters, and the kind of space, apostrophe and hyphen do not matter.
 */
export function normalizeForSearch(text: string): string {
  const letters = text.normalize('NFC').toLowerCase().replaceAll('ё', 'е');
  return Array.from(letters, (letter) =>
    letter === 'й' ? letter : letter.normalize('NFD').replaceAll(/[\p{M}\p{DI}]/gu, ''),
  )
    .join('')
    .replaceAll(APOSTROPHES, "'")
    .replaceAll(HYPHENS, '-')
    .replaceAll(/\s+/gu, ' ')
    .trim();
}

/** Whether each word of the query is a part of the text. */
export function matchesQuery(text: string, query: string): boolean {
  const haystack = normalizeForSearch(text);
  return normalizeForSearch(query)
    .split(' ')
    .every((word) => haystack.includes(word));
}

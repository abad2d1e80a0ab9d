/** A text as search compares it: case and the dots over «ё» do not matter. */
export function normalizeForSearch(text: string): string {
  return text.normalize('NFC').toLowerCase().replaceAll('ё', 'е').replace(/\s+/gu, ' ').trim();
}

/** Whether each word of the query is a part of the text. */
export function matchesQuery(text: string, query: string): boolean {
  const haystack = normalizeForSearch(text);
  return normalizeForSearch(query)
    .split(' ')
    .every((word) => haystack.includes(word));
}

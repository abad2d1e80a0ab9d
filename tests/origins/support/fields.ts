/** What a test expects of an object that may have more. */
export type Fields = Readonly<Record<string, unknown>>;

/** Whether these fields, and theirs in turn, are in the object. */
export function hasFields(object: unknown, fields: Fields): boolean {
  if (typeof object !== 'object' || object === null) return false;
  return Object.entries(fields).every(([name, wanted]) => {
    const found = (object as Fields)[name];
    return typeof wanted === 'object' && wanted !== null
      ? hasFields(found, wanted as Fields)
      : found === wanted;
  });
}

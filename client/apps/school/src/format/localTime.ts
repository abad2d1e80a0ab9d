/** The value of `<input type="datetime-local">` for a moment, in the reader's time zone. */
export function toLocalInput(date: Date): string {
  const two = (part: number) => String(part).padStart(2, '0');
  const day = [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join('-');
  return `${day}T${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** The moment (RFC 3339, UTC) that such a value means here; null where it means none. */
export function fromLocalInput(value: string): string | null {
  // Without a zone it is local time (ECMA-262, Date Time String Format).
  const date = new Date(value);
  return value === '' || Number.isNaN(date.getTime()) ? null : date.toISOString();
}

/** The next full hour. */
export function nextHour(now: Date): Date {
  const date = new Date(now);
  date.setHours(date.getHours() + 1, 0, 0, 0);
  return date;
}

export const PERIODS = [7, 30, 90] as const;
export type Period = (typeof PERIODS)[number];

/** The days of a period that ends today, as the calendar of this time zone has them. */
export function daysUntil(
  now: Date,
  period: Period,
): { readonly from: string; readonly to: string } {
  const first = new Date(now.getFullYear(), now.getMonth(), now.getDate() - (period - 1));
  return { from: isoDay(first), to: isoDay(now) };
}

/** The local calendar day, `2026-11-01`. */
function isoDay(date: Date): string {
  const two = (part: number) => String(part).padStart(2, '0');
  return [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join('-');
}

/** The index that a key leads to in a list that a field controls; null where it does nothing. */
export function listTarget(key: string, current: number, count: number): number | null {
  if (count === 0) return null;
  if (key === 'ArrowDown') return (current + 1) % count;
  return key === 'ArrowUp' ? (current <= 0 ? count - 1 : current - 1) : null;
}

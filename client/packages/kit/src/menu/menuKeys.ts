/** The index of the item that a key leads to in an open menu; null where the key does nothing. */
export function menuTarget(key: string, current: number, labels: readonly string[]): number | null {
  const count = labels.length;
  if (count === 0) return null;
  switch (key) {
    case 'ArrowDown':
      return (current + 1) % count;
    case 'ArrowUp':
      return current <= 0 ? count - 1 : current - 1;
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return key.length === 1 && key !== ' ' ? byFirstLetter(key, current, labels) : null;
  }
}

function byFirstLetter(key: string, current: number, labels: readonly string[]): number | null {
  for (let step = 1; step <= labels.length; step++) {
    const at = (current + step + labels.length) % labels.length;
    if (labels[at]?.toLowerCase().startsWith(key.toLowerCase())) return at;
  }
  return null;
}

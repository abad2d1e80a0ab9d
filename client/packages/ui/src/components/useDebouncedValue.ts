import { useEffect, useState } from 'react';

/** The value as it was when it last kept still for a moment: not every letter is asked for. */
export function useDebouncedValue<T>(value: T, milliseconds = 200): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => {
      setSettled(value);
    }, milliseconds);
    return () => {
      clearTimeout(timer);
    };
  }, [value, milliseconds]);
  return settled;
}

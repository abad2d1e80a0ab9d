import { useEffect, useState } from 'react';

/** The value, once it has stayed the same for so long: a request for each keystroke would be too many. */
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

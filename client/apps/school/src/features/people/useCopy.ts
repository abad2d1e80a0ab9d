import { useState, type RefObject } from 'react';

/** Copies the value of a field; where the browser forbids that, selects it to be copied by hand. */
export function useCopy(field: RefObject<HTMLInputElement | null>): {
  isCopied: boolean;
  copy: () => Promise<void>;
} {
  const [isCopied, setIsCopied] = useState(false);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(field.current?.value ?? '');
      setIsCopied(true);
    } catch {
      field.current?.select();
    }
  };
  return { isCopied, copy };
}

/** What is chosen on a page and belongs to its address: it outlives a reload, and can be sent. */
import { useDebouncedValue } from '@vestnik/ui';
import { useAddressParam, useSearchParams } from '@vestnik/ui/address';
import { useEffect, useState } from 'react';

/** Milliseconds after the last key: browsers limit how often an address may change. */
const PAUSE_MS = 300;

/** A text that one types, as a parameter of the address. */
export function useAddressText(name: string): [text: string, setText: (text: string) => void] {
  const [kept, keep] = useAddressParam(name);
  const [text, setText] = useState(kept);
  const [known, setKnown] = useState(kept);
  const settled = useDebouncedValue(text, PAUSE_MS);
  if (kept !== known) {
    setKnown(kept);
    // Not written from here: another address was opened, by a link or by Back.
    if (kept !== settled) setText(kept);
  }
  useEffect(() => {
    if (settled === text && settled !== kept) keep(settled);
  }, [settled, text, kept, keep]);
  return [text, setText];
}

/** A path with the parameters of the address that stay while one goes among such paths. */
export function useKeptSearch(name: string): (path: string) => string {
  const params = useSearchParams();
  const value = params.get(name);
  return (path) => (value === null ? path : `${path}?${new URLSearchParams({ [name]: value })}`);
}

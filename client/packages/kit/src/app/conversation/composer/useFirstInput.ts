import { useEffect, useState } from 'react';

const INPUT_EVENTS = ['pointermove', 'pointerdown', 'keydown'] as const;

let hasHadInput = false;

/** Whether the page has had input since a component first asked: what helps only then is loaded then. */
export function useFirstInput(): boolean {
  const [hasInput, setHasInput] = useState(hasHadInput);
  useEffect(() => {
    const note = () => {
      hasHadInput = true;
      setHasInput(true);
    };
    for (const event of INPUT_EVENTS) window.addEventListener(event, note, { once: true });
    return () => {
      for (const event of INPUT_EVENTS) window.removeEventListener(event, note);
    };
  }, []);
  return hasInput;
}

import { useEffect, useEffectEvent, useState } from 'react';

/** Milliseconds between two events that are played. */
const STEP_MS = 1_000;

export interface UsePlaying {
  readonly isPlaying: boolean;
  readonly setIsPlaying: (isPlaying: boolean) => void;
}

/** Goes to the next event every second, until the last. */
export function usePlaying(
  index: number,
  last: number,
  onChange: (index: number) => void,
): UsePlaying {
  const [wantsToPlay, setIsPlaying] = useState(false);
  const isPlaying = wantsToPlay && index < last;
  const step = useEffectEvent(() => {
    onChange(index + 1);
    if (index + 1 >= last) setIsPlaying(false);
  });
  useEffect(() => {
    if (!isPlaying) return;
    const timer = setInterval(step, STEP_MS);
    return () => {
      clearInterval(timer);
    };
  }, [isPlaying]);
  return { isPlaying, setIsPlaying };
}

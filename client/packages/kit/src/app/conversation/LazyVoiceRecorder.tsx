import { lazyPart } from '../../lazyPart.ts';
import type { VoiceClip } from '../../composer/index.ts';
import { Suspense, useEffect, useState } from 'react';

import styles from './Composer.module.css';

const VoiceRecorder = lazyPart(() => import('./voiceRecorder.ts'));

/** Milliseconds after which it is loaded without any input: by then the chat is drawn on slow devices too. */
const LOAD_DELAY_MS = 5_000;
/** Input comes before the button is pressed. */
const INPUT_EVENTS = ['pointermove', 'pointerdown', 'keydown'] as const;

/** The microphone's button, loaded with the first input after the chat is drawn. */
export function LazyVoiceRecorder({ onRecorded }: { onRecorded: (clip: VoiceClip) => void }) {
  const [isDue, setIsDue] = useState(false);
  useEffect(() => {
    const load = () => {
      setIsDue(true);
    };
    const timer = setTimeout(load, LOAD_DELAY_MS);
    for (const event of INPUT_EVENTS) window.addEventListener(event, load, { once: true });
    return () => {
      clearTimeout(timer);
      for (const event of INPUT_EVENTS) window.removeEventListener(event, load);
    };
  }, []);
  const placeholder = <span className={styles['voicePlaceholder']} />;
  if (!isDue) return placeholder;
  return (
    <Suspense fallback={placeholder}>
      <VoiceRecorder onRecorded={onRecorded} />
    </Suspense>
  );
}

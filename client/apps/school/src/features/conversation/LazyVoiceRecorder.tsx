import type { VoiceClip } from '@vestnik/kit/composer';
import { lazy, Suspense, useEffect, useState } from 'react';

import styles from './Composer.module.css';

const VoiceRecorder = lazy(() => import('./voiceRecorder.ts'));

/** Milliseconds after which it is loaded: by then the chat is drawn. */
const LOAD_DELAY_MS = 1_500;

/** The microphone's button, loaded when the chat is drawn. */
export function LazyVoiceRecorder({ onRecorded }: { onRecorded: (clip: VoiceClip) => void }) {
  const [isDue, setIsDue] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => {
      setIsDue(true);
    }, LOAD_DELAY_MS);
    return () => {
      clearTimeout(timer);
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

import type { VoiceClip } from '@vestnik/kit/composer';
import { lazy, Suspense } from 'react';

import styles from './Composer.module.css';

const VoiceRecorder = lazy(() => import('./voiceRecorder.ts'));

/** The microphone's button: what records is not needed to draw a chat. */
export function LazyVoiceRecorder({ onRecorded }: { onRecorded: (clip: VoiceClip) => void }) {
  return (
    <Suspense fallback={<span className={styles['voicePlaceholder']} />}>
      <VoiceRecorder onRecorded={onRecorded} />
    </Suspense>
  );
}

import { IconButton } from '@vestnik/ui';
import { Mic } from 'lucide-react';
import { Suspense, useEffect, useState } from 'react';

import { useComposerStrings, type VoiceClip } from '../../composer/index.ts';
import { lazyPart } from '../../lazyPart.ts';

const VoiceRecorder = lazyPart(() => import('./voiceRecorder.ts'));

/** Input comes before the button is pressed. */
const INPUT_EVENTS = ['pointermove', 'pointerdown', 'keydown'] as const;

/** The microphone's button, whose recorder is loaded with the first input. */
export function LazyVoiceRecorder({ onRecorded }: { onRecorded: (clip: VoiceClip) => void }) {
  const [isDue, setIsDue] = useState(false);
  const [isPressed, setIsPressed] = useState(false);
  useEffect(() => {
    const load = () => {
      setIsDue(true);
    };
    for (const event of INPUT_EVENTS) window.addEventListener(event, load, { once: true });
    return () => {
      for (const event of INPUT_EVENTS) window.removeEventListener(event, load);
    };
  }, []);
  const button = (
    <MicrophoneButton
      onPress={() => {
        setIsPressed(true);
      }}
    />
  );
  if (!isDue) return button;
  return (
    <Suspense fallback={button}>
      <VoiceRecorder onRecorded={onRecorded} startsAtOnce={isPressed} />
    </Suspense>
  );
}

/** Until the recorder is there. It is pressed with the pointer down: it may be replaced before that goes up. */
function MicrophoneButton({ onPress }: { onPress: () => void }) {
  const t = useComposerStrings();
  return (
    <IconButton
      label={t.recordVoice}
      title={t.recordHint}
      onPointerDown={({ button }) => {
        if (button === 0) onPress();
      }}
      onClick={onPress}
    >
      <Mic size={20} aria-hidden="true" />
    </IconButton>
  );
}

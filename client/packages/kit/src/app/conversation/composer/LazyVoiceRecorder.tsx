import { IconButton } from '@vestnik/ui';
import { Mic } from 'lucide-react';
import { Suspense, useState } from 'react';

import { useComposerStrings, type VoiceClip } from '../../../composer/index.ts';
import { pressOf, type Press } from '../../../composer/voicePress.ts';
import { lazyPart } from '../../../lazyPart.ts';
import { useFirstInput } from './useFirstInput.ts';

const VoiceRecorder = lazyPart(() => import('./voiceRecorder.ts'));

/** The microphone's button, whose recorder is loaded with the first input. */
export function LazyVoiceRecorder({ onRecorded }: { onRecorded: (clip: VoiceClip) => void }) {
  // Input comes before the button is pressed.
  const isDue = useFirstInput();
  const [startedBy, setStartedBy] = useState<Press | 'click' | null>(null);
  const button = <MicrophoneButton onPress={setStartedBy} />;
  return (
    <Suspense fallback={button}>
      {isDue ? <VoiceRecorder onRecorded={onRecorded} startedBy={startedBy} /> : button}
    </Suspense>
  );
}

interface MicrophoneButtonProps {
  /** Called with the pointer that holds the button, and when it was released or a key pressed. */
  onPress: (by: Press | 'click') => void;
}

/** Until the recorder is there, which may be while a pointer holds the button. */
function MicrophoneButton({ onPress }: MicrophoneButtonProps) {
  const t = useComposerStrings();
  const click = () => {
    onPress('click');
  };
  return (
    <IconButton
      label={t.recordVoice}
      title={t.recordHint}
      onPointerDown={(event) => {
        const press = pressOf(event);
        if (press !== null) onPress(press);
      }}
      onPointerUp={click}
      onClick={click}
    >
      <Mic size={20} aria-hidden="true" />
    </IconButton>
  );
}

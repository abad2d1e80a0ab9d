import { Switch } from '@vestnik/ui';
import { useStrings } from '@vestnik/ui/i18n';
import { useSyncExternalStore } from 'react';

import { soundPreference } from './soundPreference.ts';
import { strings } from './strings.ts';

/** Switches the sound of new messages in this browser on and off. */
export function SoundSwitch() {
  const t = useStrings(strings);
  const sound = useSyncExternalStore(soundPreference.subscribe, soundPreference.get);
  return (
    <Switch
      label={t.sound}
      hint={t.soundHint}
      isOn={sound === 'on'}
      onChange={(isOn) => {
        soundPreference.set(isOn ? 'on' : 'off');
      }}
    />
  );
}

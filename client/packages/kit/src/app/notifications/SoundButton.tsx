import { IconButton } from '@vestnik/ui';
import { useStrings } from '@vestnik/ui/i18n';
import { Volume2, VolumeX } from 'lucide-react';
import { useSyncExternalStore } from 'react';

import { soundPreference } from './soundPreference.ts';
import { strings } from './strings.ts';

/** `SoundSwitch` where there is room for a button alone. */
export function SoundButton() {
  const t = useStrings(strings);
  const isOn = useSyncExternalStore(soundPreference.subscribe, soundPreference.get) === 'on';
  const Icon = isOn ? Volume2 : VolumeX;
  return (
    <IconButton
      label={t.sound}
      aria-pressed={isOn}
      onClick={() => {
        soundPreference.set(isOn ? 'off' : 'on');
      }}
    >
      <Icon size={20} aria-hidden="true" />
    </IconButton>
  );
}

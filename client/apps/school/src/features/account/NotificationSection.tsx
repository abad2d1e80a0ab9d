import { NotificationChoice, SoundSwitch } from '@vestnik/kit/app';
import type { Account, AccountChanges } from '@vestnik/sdk';
import { useServer } from '@vestnik/sdk/react';
import { Switch } from '@vestnik/ui';
import { useStrings } from '@vestnik/ui/i18n';
import { useErrorMessage } from '@vestnik/ui/errors';
import { useState } from 'react';

import { useRequest } from '../../requests/index.ts';
import { AccountSection } from './AccountSection.tsx';
import { strings } from './strings.ts';
import { QuietHoursSetting } from './QuietHoursSetting.tsx';

interface NotificationSectionProps {
  profile: Account;
  onChange: (changes: AccountChanges) => Promise<unknown>;
}

export function NotificationSection({ profile, onChange }: NotificationSectionProps) {
  const t = useStrings(strings);
  const { push, email, quiet_hours } = profile.notifications;
  const sendsMail = useServer()?.mail !== false;
  return (
    <AccountSection heading={t.notifications}>
      <SettingSwitch
        label={t.push}
        hint={t.pushHint}
        isOn={push}
        onSave={(isOn) => onChange({ notifications: { push: isOn } })}
      />
      {push ? <NotificationChoice userId={profile.id} /> : null}
      {profile.email === null || !sendsMail ? null : (
        <SettingSwitch
          label={t.mail}
          hint={t.mailHint(profile.email)}
          isOn={email}
          onSave={(isOn) => onChange({ notifications: { email: isOn } })}
        />
      )}
      <SoundSwitch />
      <QuietHoursSetting
        quietHours={quiet_hours}
        onSave={(wanted) => onChange({ notifications: { quiet_hours: wanted } })}
      />
    </AccountSection>
  );
}

interface SettingSwitchProps {
  label: string;
  hint: string;
  isOn: boolean;
  onSave: (isOn: boolean) => Promise<unknown>;
}

/** A switch that saves at once, and goes back if that fails. */
function SettingSwitch({ label, hint, isOn, onSave }: SettingSwitchProps) {
  const errorMessage = useErrorMessage();
  const { isPending, error, run } = useRequest();
  const [wanted, setWanted] = useState(isOn);
  return (
    <Switch
      label={label}
      hint={hint}
      isOn={isPending ? wanted : isOn}
      error={error === null ? null : errorMessage(error)}
      onChange={(next) => {
        if (isPending) return;
        setWanted(next);
        void run(() => onSave(next));
      }}
    />
  );
}

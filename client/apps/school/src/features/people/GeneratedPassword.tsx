import { TextField } from '@vestnik/ui';
import { useStrings } from '@vestnik/ui/i18n';

import { GeneratedSecret } from './GeneratedSecret.tsx';
import { strings } from './strings.ts';

export interface Credentials {
  name: string;
  email: string;
  password: string;
}

interface GeneratedPasswordProps {
  credentials: Credentials;
  onClose: () => void;
}

/** The password of somebody new, to be copied: nobody can look it up later. */
export function GeneratedPassword({ credentials, onClose }: GeneratedPasswordProps) {
  const t = useStrings(strings);
  return (
    <GeneratedSecret
      label={t.password}
      value={credentials.password}
      copyLabel={t.copy}
      onClose={onClose}
    >
      <p>{t.addedHint}</p>
      <TextField label={t.email} readOnly value={credentials.email} />
    </GeneratedSecret>
  );
}

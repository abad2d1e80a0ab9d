import { Dialog } from '@vestnik/ui';
import { useStrings } from '@vestnik/ui/i18n';
import { useState } from 'react';

import { AddPersonForm } from './AddPersonForm.tsx';
import { strings } from './strings.ts';
import { GeneratedPassword, type Credentials } from './GeneratedPassword.tsx';

interface AddPersonDialogProps {
  isOpen: boolean;
  onClose: () => void;
}

/** Adds somebody; where they were given a password, shows it this once. */
export function AddPersonDialog({ isOpen, onClose }: AddPersonDialogProps) {
  const t = useStrings(strings);
  const [credentials, setCredentials] = useState<Credentials | null>(null);
  const close = () => {
    setCredentials(null);
    onClose();
  };
  return (
    <Dialog title={credentials ? t.added(credentials.name) : t.add} isOpen={isOpen} onClose={close}>
      {credentials ? (
        <GeneratedPassword credentials={credentials} onClose={close} />
      ) : (
        <AddPersonForm
          onClose={close}
          onAdded={(added) => {
            if (added.password === '') close();
            else setCredentials(added);
          }}
        />
      )}
    </Dialog>
  );
}

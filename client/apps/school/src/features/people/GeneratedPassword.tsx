import { Button, DialogActions, TextField } from '@vestnik/ui';
import { useStrings } from '@vestnik/ui/i18n';
import { Check, Copy } from 'lucide-react';
import { useRef } from 'react';

import styles from './AddPersonForm.module.css';
import { strings } from './strings.ts';
import { useCopy } from './useCopy.ts';

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
  const password = useRef<HTMLInputElement>(null);
  const { isCopied, copy } = useCopy(password);
  return (
    <div className={styles['form']}>
      <p>{t.addedHint}</p>
      <TextField label={t.email} readOnly value={credentials.email} />
      <TextField
        ref={password}
        label={t.password}
        readOnly
        value={credentials.password}
        onFocus={(event) => {
          event.target.select();
        }}
      />
      <DialogActions>
        <Button
          // eslint-disable-next-line jsx-a11y/no-autofocus -- the focused form has left the dialog
          autoFocus
          icon={isCopied ? <Check size={18} /> : <Copy size={18} />}
          onClick={() => void copy()}
        >
          <span aria-live="polite">{isCopied ? t.copied : t.copy}</span>
        </Button>
        <Button variant="primary" onClick={onClose}>
          {t.close}
        </Button>
      </DialogActions>
    </div>
  );
}

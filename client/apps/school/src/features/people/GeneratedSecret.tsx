import { Button, DialogActions, TextField } from '@vestnik/ui';
import { useStrings } from '@vestnik/ui/i18n';
import { Check, Copy } from 'lucide-react';
import { useRef, type ReactNode } from 'react';

import styles from './AddPersonForm.module.css';
import { strings } from './strings.ts';
import { useCopy } from './useCopy.ts';

interface GeneratedSecretProps {
  label: string;
  value: string;
  /** What the button that copies it says. */
  copyLabel: string;
  onClose: () => void;
  /** Above the field. */
  children: ReactNode;
}

/** What is shown once, to be copied and handed over. */
export function GeneratedSecret(props: GeneratedSecretProps) {
  const { label, value, copyLabel, onClose, children } = props;
  const t = useStrings(strings);
  const field = useRef<HTMLInputElement>(null);
  const { isCopied, copy } = useCopy(field);
  return (
    <div className={styles['form']}>
      {children}
      <TextField
        ref={field}
        label={label}
        readOnly
        value={value}
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
          <span aria-live="polite">{isCopied ? t.copied : copyLabel}</span>
        </Button>
        <Button variant="primary" onClick={onClose}>
          {t.close}
        </Button>
      </DialogActions>
    </div>
  );
}

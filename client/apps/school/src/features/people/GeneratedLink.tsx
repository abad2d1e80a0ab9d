import { Button, DialogActions, TextField } from '@vestnik/ui';
import { useStrings } from '@vestnik/ui/i18n';
import { Check, Copy } from 'lucide-react';
import { useRef } from 'react';

import styles from './AddPersonForm.module.css';
import { strings } from './strings.ts';
import { useCopy } from './useCopy.ts';

interface GeneratedLinkProps {
  link: string;
  hints: readonly string[];
  onClose: () => void;
}

/** A link to be handed over, which is shown once. */
export function GeneratedLink({ link, hints, onClose }: GeneratedLinkProps) {
  const t = useStrings(strings);
  const field = useRef<HTMLInputElement>(null);
  const { isCopied, copy } = useCopy(field);
  return (
    <div className={styles['form']}>
      {hints.map((hint) => (
        <p key={hint}>{hint}</p>
      ))}
      <TextField
        ref={field}
        label={t.link}
        readOnly
        value={link}
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
          <span aria-live="polite">{isCopied ? t.copied : t.copyLink}</span>
        </Button>
        <Button variant="primary" onClick={onClose}>
          {t.close}
        </Button>
      </DialogActions>
    </div>
  );
}

import { Button, ErrorMessage, TextField } from '@vestnik/ui';
import { useStrings } from '@vestnik/ui/i18n';
import { errorCode, useErrorMessage } from '@vestnik/ui/errors';
import { useRef, useState, type SubmitEvent } from 'react';

import styles from './ErasureView.module.css';
import { strings } from './strings.ts';

interface ConfirmErasureProps {
  /** What is to be typed. */
  name: string;
  onConfirm: (typed: string) => Promise<void>;
}

/** Requests the erasure of a person whose name was typed. */
export function ConfirmErasure({ name, onConfirm }: ConfirmErasureProps) {
  const t = useStrings(strings);
  const errorMessage = useErrorMessage();
  const field = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState('');
  const [isPending, setIsPending] = useState(false);
  const [isWrong, setIsWrong] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    if (isPending) return;
    setError(null);
    if (typed.trim() !== name.trim()) {
      setIsWrong(true);
      field.current?.focus();
      return;
    }
    setIsPending(true);
    try {
      await onConfirm(typed.trim());
    } catch (reason) {
      setIsWrong(errorCode(reason) === 'wrong_name');
      setError(reason);
    }
    setIsPending(false);
  };
  return (
    <form className={styles['confirm']} noValidate onSubmit={(event) => void submit(event)}>
      <TextField
        ref={field}
        label={t.confirm}
        hint={t.confirmHint(name)}
        autoComplete="off"
        spellCheck={false}
        required
        value={typed}
        error={isWrong ? t.wrongName : null}
        onChange={(event) => {
          setIsWrong(false);
          setTyped(event.target.value);
        }}
      />
      {error === null || isWrong ? null : (
        <ErrorMessage>{errorMessage(error, { cannot_erase_yourself: t.self })}</ErrorMessage>
      )}
      <p>
        <Button variant="danger" type="submit" isPending={isPending}>
          {t.submit}
        </Button>
      </p>
    </form>
  );
}

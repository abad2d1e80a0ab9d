import { Button, DialogActions, ErrorMessage } from '@vestnik/ui';
import { useStrings } from '@vestnik/ui/i18n';
import { useState, type ReactNode } from 'react';

import styles from './Scheduled.module.css';
import { inAnHour, momentOf, type ChosenTime } from './sendTime.ts';
import { strings } from './strings.ts';
import { TimeFields } from './TimeFields.tsx';
import { useReasons } from './useReasons.ts';

interface TimeFormProps {
  /** The time that the message has, which may stay; null: another one is needed. */
  former: ChosenTime | null;
  submitLabel: string;
  /** What is wrong besides the time; null if nothing is. */
  problem?: string | null;
  /** Null: the time stays. If it rejects, the form shows why and stays. */
  onSubmit: (sendAt: string | null) => Promise<void>;
  onClose: () => void;
  /** Fields before those of the time. */
  before?: ReactNode;
  /** Fields behind them. */
  children?: ReactNode;
}

/** Asks when a message is to be sent. */
export function TimeForm(props: TimeFormProps) {
  const { former, submitLabel, problem = null, onSubmit, onClose, before, children } = props;
  const t = useStrings(strings);
  const reasons = useReasons();
  const [chosen, setChosen] = useState(() => former ?? inAnHour(new Date()));
  const [failure, setFailure] = useState<string | null>(null);
  const [isPending, setPending] = useState(false);
  const submit = async () => {
    if (isPending) return;
    const stays = former !== null && former.day === chosen.day && former.time === chosen.time;
    const moment = stays ? null : momentOf(chosen, new Date());
    const refused = problem ?? (typeof moment === 'string' ? t[moment] : null);
    setFailure(refused);
    if (refused !== null || typeof moment === 'string') return;
    setPending(true);
    try {
      await onSubmit(moment === null ? null : moment.toISOString());
    } catch (error) {
      setFailure(reasons.ofError(error));
      setPending(false);
    }
  };
  return (
    <form
      className={styles['form']}
      // Or the browser says in its own words that the time has passed.
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      {before}
      <TimeFields chosen={chosen} onChosen={setChosen} />
      {children}
      {failure === null ? null : <ErrorMessage>{failure}</ErrorMessage>}
      <DialogActions>
        <Button onClick={onClose}>{t.cancel}</Button>
        <Button type="submit" variant="primary" isPending={isPending}>
          {submitLabel}
        </Button>
      </DialogActions>
    </form>
  );
}

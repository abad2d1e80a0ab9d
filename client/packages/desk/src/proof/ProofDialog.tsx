import type { Proof } from '@vestnik/sdk/desk';
import { Button, Dialog, DialogActions, ErrorMessage } from '@vestnik/ui';
import { useTimeFormat } from '@vestnik/ui/format';
import { useLanguage, useStrings } from '@vestnik/ui/i18n';
import { useErrorMessage } from '@vestnik/ui/errors';
import { useState } from 'react';

import styles from './ProofDialog.module.css';
import { strings } from './strings.ts';

interface ProofDialogProps {
  proof: Proof;
  isOpen: boolean;
  onVerify: () => Promise<void>;
  onClose: () => void;
}

/** What the badge means, and a verification. */
export function ProofDialog({ proof, isOpen, onVerify, onClose }: ProofDialogProps) {
  const t = useStrings(strings);
  const errorMessage = useErrorMessage();
  const [isStarting, setIsStarting] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const verify = async () => {
    setIsStarting(true);
    setError(null);
    try {
      await onVerify();
    } catch (reason) {
      setError(reason);
    }
    setIsStarting(false);
  };
  return (
    <Dialog title={t.proof} isOpen={isOpen} onClose={onClose}>
      <div className={styles['content']}>
        <State proof={proof} />
        <p>{t.meaning}</p>
        <p className={styles['muted']}>{t.limit}</p>
        {error === null ? null : (
          <ErrorMessage>{errorMessage(error, { rate_limited: t.tooSoon })}</ErrorMessage>
        )}
      </div>
      <DialogActions>
        <Button onClick={onClose}>{t.close}</Button>
        <Button
          variant="primary"
          isPending={isStarting || proof.running !== null}
          onClick={() => void verify()}
        >
          {t.verify}
        </Button>
      </DialogActions>
    </Dialog>
  );
}

function State({ proof: { head, sealed, verified, problem } }: { proof: Proof }) {
  const t = useStrings(strings);
  const { fullDateTime } = useTimeFormat();
  const { language } = useLanguage();
  const number = (position: number) => position.toLocaleString(language);
  const positionOf = (one: { position: number; at: string | null } | null) => {
    if (one === null) return t.never;
    return one.at === null
      ? number(one.position)
      : t.at(number(one.position), fullDateTime(one.at));
  };
  return (
    <>
      {problem === null ? null : (
        <ErrorMessage>
          <p>{t.problem(number(problem.position), problem.text)}</p>
          <p>{t.problemHint}</p>
          <p>{t.foundAt(fullDateTime(problem.found_at))}</p>
        </ErrorMessage>
      )}
      <dl className={styles['facts']}>
        <div>
          <dt>{t.head}</dt>
          <dd>{number(head.position)}</dd>
        </div>
        <div>
          <dt>{t.sealed}</dt>
          <dd>{positionOf(sealed)}</dd>
        </div>
        <div aria-live="polite">
          <dt>{t.verified}</dt>
          <dd>{positionOf(verified)}</dd>
        </div>
      </dl>
    </>
  );
}

import { useProof, type Proof } from '@vestnik/sdk/desk';
import { clsx } from '@vestnik/ui';
import { useLanguage, useStrings } from '@vestnik/ui/i18n';
import { LoaderCircle, ShieldAlert, ShieldCheck, ShieldQuestionMark } from 'lucide-react';
import { useState } from 'react';

import styles from './ProofBadge.module.css';
import { ProofDialog } from './ProofDialog.tsx';
import { strings } from './strings.ts';

/** Up to where the log is intact; opens an explanation, and a verification. */
export function ProofBadge() {
  const { data: proof = null, error, verify } = useProof();
  const [isOpen, setIsOpen] = useState(false);
  const text = useBadgeText(proof);
  if (proof === null && error === null) return null;
  const { icon: Icon, tone } = lookOf(proof);
  return (
    <>
      <button
        type="button"
        className={clsx(styles['badge'], styles[tone])}
        onClick={() => {
          setIsOpen(true);
        }}
      >
        <Icon size={18} aria-hidden="true" />
        <span>{text}</span>
      </button>
      {proof === null ? null : (
        <ProofDialog
          proof={proof}
          isOpen={isOpen}
          onVerify={verify}
          onClose={() => {
            setIsOpen(false);
          }}
        />
      )}
    </>
  );
}

function lookOf(proof: Proof | null) {
  if (proof?.problem) return { icon: ShieldAlert, tone: 'altered' };
  if (proof?.running) return { icon: LoaderCircle, tone: 'unknown' };
  if (proof?.verified) return { icon: ShieldCheck, tone: 'intact' };
  return { icon: ShieldQuestionMark, tone: 'unknown' };
}

function useBadgeText(proof: Proof | null): string {
  const t = useStrings(strings);
  const { language } = useLanguage();
  if (proof === null) return t.unknown;
  const { problem, running, verified } = proof;
  if (problem) return t.altered(problem.position.toLocaleString(language));
  if (running) {
    return running.of === 0
      ? t.starting
      : t.running(Math.min(100, Math.floor((100 * running.position) / running.of)));
  }
  return verified ? t.intact(verified.position.toLocaleString(language)) : t.unverified;
}

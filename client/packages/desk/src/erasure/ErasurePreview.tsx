import { formatFileSize } from '@vestnik/kit/fileSize';
import { useErasure, type Erasure } from '@vestnik/sdk/desk';
import { ConfirmDialog, Button, ErrorMessage, Spinner } from '@vestnik/ui';
import { useDisplayName, useTimeFormat } from '@vestnik/ui/format';
import { useLanguage, useStrings } from '@vestnik/ui/i18n';
import { useErrorMessage } from '@vestnik/ui/errors';
import { useId, useState } from 'react';

import { useActorName } from '../shared/names.ts';
import { strings as deskStrings } from '../shared/strings.ts';
import { ConfirmErasure } from './ConfirmErasure.tsx';
import styles from './ErasureView.module.css';
import { strings } from './strings.ts';

/** The command with which the operator of the server erases everybody who was requested. */
const COMMAND = 'vestnik erase-user --requested';

/** What erasing a person removes, and the request. */
export function ErasurePreview({ userId }: { userId: number }) {
  const t = useStrings(strings);
  const { loading } = useStrings(deskStrings);
  const errorMessage = useErrorMessage();
  const displayName = useDisplayName();
  const headingId = useId();
  const { data: erasure, error, refetch, request, withdraw } = useErasure(userId);
  if (erasure === undefined) {
    if (error === null) return <Spinner isCentred label={loading} />;
    const texts = { user_not_found: t.notFound, not_an_admin: t.notAdmin };
    return <ErrorMessage onRetry={refetch}>{errorMessage(error, texts)}</ErrorMessage>;
  }
  const name = displayName(erasure.user.name);
  return (
    <section className={styles['preview']} aria-labelledby={headingId}>
      <h2 id={headingId} className={styles['heading']}>
        {name}
      </h2>
      <Counts erasure={erasure} />
      {erasure.state === 'none' ? (
        <ConfirmErasure name={erasure.user.name ?? ''} onConfirm={request} />
      ) : (
        <Progress erasure={erasure} name={name} onWithdraw={withdraw} />
      )}
    </section>
  );
}

function Counts({ erasure: { counts, email, state } }: { erasure: Erasure }) {
  const t = useStrings(strings);
  const { language } = useLanguage();
  const number = (value: number) => value.toLocaleString(language);
  if (state === 'done') return null;
  const facts: readonly [string, string][] = [
    [t.email, email ?? t.noEmail],
    [t.messages, number(counts.messages)],
    [t.texts, number(counts.texts)],
    [t.files, t.filesOf(number(counts.files), formatFileSize(counts.file_bytes, language))],
    [t.chats, number(counts.chats)],
  ];
  return (
    <>
      <h3 className={styles['subheading']}>{t.preview}</h3>
      <dl className={styles['counts']}>
        {facts.map(([term, value]) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}

interface ProgressProps {
  erasure: Erasure;
  name: string;
  onWithdraw: () => Promise<void>;
}

function Progress({ erasure: { state, request, finished_at }, name, onWithdraw }: ProgressProps) {
  const t = useStrings(strings);
  const actorName = useActorName();
  const { fullDateTime } = useTimeFormat();
  const [isWithdrawing, setIsWithdrawing] = useState(false);
  if (state === 'done')
    return <p>{t.doneAt(finished_at === null ? '' : fullDateTime(finished_at))}</p>;
  return (
    <>
      {request === null ? null : (
        <p>{t.requestedBy(actorName(request.requested_by), fullDateTime(request.requested_at))}</p>
      )}
      {state === 'running' ? (
        <p>{t.runningHint}</p>
      ) : (
        <>
          <p>{t.requestedHint}</p>
          <p>
            <code className={styles['command']}>{COMMAND}</code>
          </p>
          <p>
            <Button
              onClick={() => {
                setIsWithdrawing(true);
              }}
            >
              {t.withdraw}
            </Button>
          </p>
        </>
      )}
      {isWithdrawing ? (
        <ConfirmDialog
          title={t.withdrawQuestion}
          confirm={t.withdraw}
          errorTexts={{ erasure_started: t.started }}
          onConfirm={onWithdraw}
          onClose={() => {
            setIsWithdrawing(false);
          }}
        >
          <p>{t.withdrawHint(name)}</p>
        </ConfirmDialog>
      ) : null}
    </>
  );
}

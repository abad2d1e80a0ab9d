import { useDecideReport, type DeskReport } from '@vestnik/sdk/desk';
import { Avatar, Badge, Button, ErrorMessage } from '@vestnik/ui';
import { AddressLink } from '@vestnik/ui/address';
import { useTimeFormat } from '@vestnik/ui/format';
import { useStrings } from '@vestnik/ui/i18n';
import { useErrorMessage } from '@vestnik/ui/errors';
import { useId } from 'react';

import { deskHref } from '../shared/address.ts';
import { Files } from '../shared/Files.tsx';
import { useActorName, useChatTitle } from '../shared/names.ts';
import { strings as deskStrings } from '../shared/strings.ts';
import type { ConfirmedDecision } from './DecisionDialog.tsx';
import styles from './ReportsView.module.css';
import { strings } from './strings.ts';

interface ReportItemProps {
  report: DeskReport;
  /** Asks before a decision that cannot be taken back. */
  onAsk: (decision: ConfirmedDecision) => void;
}

/** A report: the message in its chat, the reason, and what can be decided. */
export function ReportItem({ report, onAsk }: ReportItemProps) {
  const t = useStrings(strings);
  const words = useStrings(deskStrings);
  const chatTitle = useChatTitle();
  const labelId = useId();
  const { chat, state } = report;
  return (
    <li>
      <article
        className={styles['report']}
        aria-labelledby={labelId}
        tabIndex={-1}
        data-report={report.id}
      >
        <header className={styles['header']}>
          <h2 id={labelId} className={styles['chat']}>
            {chatTitle(chat)}
          </h2>
          <AddressLink
            href={deskHref('audit', { chatId: chat.id })}
            aria-label={words.toAuditOf(chatTitle(chat))}
          >
            {words.toAudit}
          </AddressLink>
        </header>
        <ReportedMessage report={report} />
        <Reason report={report} />
        {report.other_reports === 0 ? null : (
          <p className={styles['muted']}>{t.others(report.other_reports)}</p>
        )}
        {state === 'open' ? (
          <Decisions report={report} describedBy={labelId} onAsk={onAsk} />
        ) : (
          <Resolution report={report} />
        )}
      </article>
    </li>
  );
}

function ReportedMessage({ report: { message, author_is_banned } }: { report: DeskReport }) {
  const t = useStrings(strings);
  const words = useStrings(deskStrings);
  const actorName = useActorName();
  const { fullDateTime } = useTimeFormat();
  const name = actorName(message.author);
  return (
    <blockquote className={styles['message']}>
      <Avatar id={message.author?.id ?? 0} name={name} />
      <div className={styles['bubble']}>
        <p className={styles['author']}>
          <strong>{name}</strong>{' '}
          {message.created_at === null ? null : (
            <time className={styles['muted']} dateTime={message.created_at}>
              {fullDateTime(message.created_at)}
            </time>
          )}{' '}
          {message.is_deleted ? <Badge tone="danger">{t.deleted}</Badge> : null}{' '}
          {message.edited_since ? <Badge>{t.editedSince}</Badge> : null}{' '}
          {author_is_banned ? <Badge tone="danger">{t.banned}</Badge> : null}
        </p>
        {message.text === '' ? null : (
          <p className={styles['text']}>
            {message.text ?? <em className={styles['muted']}>{words.erasedText}</em>}
          </p>
        )}
        <Files names={message.files} />
      </div>
    </blockquote>
  );
}

function Reason({ report: { reason, reporter, created_at } }: { report: DeskReport }) {
  const t = useStrings(strings);
  const actorName = useActorName();
  const { fullDateTime } = useTimeFormat();
  return (
    <div className={styles['reason']}>
      <p className={styles['muted']}>{t.reason}</p>
      <p className={styles['text']}>{reason}</p>
      <p className={styles['muted']}>
        {t.reportedBy(actorName(reporter))},{' '}
        <time dateTime={created_at}>{fullDateTime(created_at)}</time>
      </p>
    </div>
  );
}

interface DecisionsProps {
  report: DeskReport;
  describedBy: string;
  onAsk: (decision: ConfirmedDecision) => void;
}

function Decisions({ report, describedBy, onAsk }: DecisionsProps) {
  const t = useStrings(strings);
  const errorMessage = useErrorMessage();
  const { mutate: decide, isPending, error } = useDecideReport();
  const button = (decision: ConfirmedDecision, label: string) => (
    <Button
      aria-describedby={describedBy}
      data-decision={decision}
      onClick={() => {
        onAsk(decision);
      }}
    >
      {label}
    </Button>
  );
  return (
    <>
      <div className={styles['decisions']}>
        <Button
          aria-describedby={describedBy}
          data-decision="dismiss"
          isPending={isPending}
          onClick={() => {
            decide({ id: report.id, decision: 'dismiss' });
          }}
        >
          {t.dismiss}
        </Button>
        {report.message.is_deleted ? null : button('delete_message', t.deleteMessage)}
        {report.author_is_banned || report.message.author === null
          ? null
          : button('ban_author', t.ban)}
      </div>
      {error === null ? null : (
        <ErrorMessage>
          {errorMessage(error, { report_settled: t.settled, report_not_found: t.notFound })}
        </ErrorMessage>
      )}
    </>
  );
}

function Resolution({ report: { resolution, resolved_by, resolved_at } }: { report: DeskReport }) {
  const t = useStrings(strings);
  const actorName = useActorName();
  const { fullDateTime } = useTimeFormat();
  if (resolution === null || resolved_at === null) return null;
  return (
    <p className={styles['resolution']}>
      {t.decidedBy(t[resolution], actorName(resolved_by), fullDateTime(resolved_at))}
    </p>
  );
}

import type { PastChat, PastMessage, UseChatAt } from '@vestnik/sdk/desk';
import { Badge, ErrorMessage, Spinner } from '@vestnik/ui';
import { useStrings } from '@vestnik/ui/i18n';
import { useErrorMessage } from '@vestnik/ui/errors';
import { useEffect, useId, useRef } from 'react';

import { Files } from '../shared/Files.tsx';
import { useActorName } from '../shared/names.ts';
import { strings as deskStrings } from '../shared/strings.ts';
import styles from './AuditView.module.css';
import { strings } from './strings.ts';
import { useExactMoment } from './useExactMoment.ts';
import { needsReason } from './useReason.ts';

/** The chat as its members saw it at a moment. */
export function PastChatPanel({ view }: { view: UseChatAt }) {
  const { data: past, isPlaceholderData, error, refetch } = view;
  const t = useStrings(strings);
  const { loading } = useStrings(deskStrings);
  const errorMessage = useErrorMessage();
  const headingId = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const position = past?.position;

  useEffect(() => {
    scroller.current?.scrollTo({ top: scroller.current.scrollHeight });
  }, [position]);

  return (
    <section className={styles['panel']} aria-labelledby={headingId}>
      <h3 id={headingId} className={styles['heading']}>
        {t.state}
      </h3>
      {/* For a reason the dialog asks. */}
      {error && !needsReason(error) ? (
        <ErrorMessage onRetry={refetch}>{errorMessage(error)}</ErrorMessage>
      ) : null}
      {/* eslint-disable jsx-a11y/no-noninteractive-tabindex -- it scrolls by keyboard */}
      <div
        ref={scroller}
        className={styles['scroller']}
        role="group"
        aria-labelledby={headingId}
        aria-busy={isPlaceholderData}
        tabIndex={0}
      >
        {/* eslint-enable jsx-a11y/no-noninteractive-tabindex */}
        {past === undefined ? (
          error ? null : (
            <Spinner isCentred label={loading} />
          )
        ) : (
          <PastMessages past={past} />
        )}
      </div>
    </section>
  );
}

function PastMessages({ past }: { past: PastChat }) {
  const t = useStrings(strings);
  if (past.is_deleted) return <p className={styles['muted']}>{t.deletedChat}</p>;
  if (past.messages.length === 0) return <p className={styles['muted']}>{t.noMessages}</p>;
  return (
    <>
      {past.has_older ? <p className={styles['muted']}>{t.older}</p> : null}
      <ol className={styles['messages']}>
        {past.messages.map((message) => (
          <Message key={message.id} message={message} />
        ))}
      </ol>
    </>
  );
}

function Message({ message }: { message: PastMessage }) {
  const t = useStrings(strings);
  const words = useStrings(deskStrings);
  const actorName = useActorName();
  const exactMoment = useExactMoment();
  const { author, text, sent_at, edited, reply_to, files, read_by } = message;
  return (
    <li className={styles['message']}>
      <p className={styles['author']}>
        <strong>{actorName(author)}</strong>
        <time className={styles['muted']} dateTime={sent_at}>
          {exactMoment(sent_at)}
        </time>
        {edited ? <Badge tone="quiet">{t.edited}</Badge> : null}
      </p>
      {reply_to === null ? null : <p className={styles['muted']}>{t.replyTo(reply_to)}</p>}
      {text === null ? (
        <p className={styles['muted']}>{words.erasedText}</p>
      ) : (
        <p className={styles['text']}>{text}</p>
      )}
      <Files names={files} />
      {read_by === null ? null : (
        <p className={styles['muted']}>
          {read_by.length === 0 ? t.unread : t.readBy(read_by.map(actorName).join(', '))}
        </p>
      )}
    </li>
  );
}

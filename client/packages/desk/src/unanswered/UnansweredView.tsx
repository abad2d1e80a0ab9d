import { useUnanswered, type UnansweredChat } from '@vestnik/sdk/desk';
import { Badge, EmptyState, ErrorMessage, LoadMore, Spinner } from '@vestnik/ui';
import { AddressLink } from '@vestnik/ui/address';
import { useTimeFormat } from '@vestnik/ui/format';
import { useStrings } from '@vestnik/ui/i18n';
import { useErrorMessage } from '@vestnik/ui/errors';
import { MessageCircleReply } from 'lucide-react';

import { deskHref } from '../shared/address.ts';
import { useDurationText } from '../shared/durations.ts';
import { useActorName, useChatTitle } from '../shared/names.ts';
import { strings as deskStrings } from '../shared/strings.ts';
import { useNow } from '../shared/useNow.ts';
import { strings } from './strings.ts';
import styles from './UnansweredView.module.css';

/** Milliseconds between two changes of the waiting times. */
const TICK_MS = 30_000;
/** Seconds after which a wait is marked. */
const LONG_WAIT_SECONDS = 24 * 60 * 60;

interface UnansweredViewProps {
  /** The address of a conversation; absent: the user has none. */
  chatHref?: (chatId: number) => string;
}

/** Chats that wait for an answer, with how long. */
export function UnansweredView(props: UnansweredViewProps) {
  const t = useStrings(strings);
  const { loading } = useStrings(deskStrings);
  const errorMessage = useErrorMessage();
  const now = useNow(TICK_MS);
  const { data: chats = [], isPending, error, refetch, ...more } = useUnanswered();
  if (isPending) return <Spinner isCentred label={loading} />;
  const problem = error ? (
    <ErrorMessage onRetry={refetch}>{errorMessage(error)}</ErrorMessage>
  ) : null;
  if (chats.length === 0) {
    return (
      problem ?? (
        <EmptyState icon={<MessageCircleReply size={28} />} title={t.none}>
          <p>{t.noneHint}</p>
        </EmptyState>
      )
    );
  }
  return (
    <section className={styles['view']}>
      {problem}
      <p className={styles['muted']}>{t.intro}</p>
      <ul className={styles['list']} aria-label={t.list}>
        {chats.map((waiting) => (
          <WaitingChat key={waiting.chat.id} waiting={waiting} now={now} {...props} />
        ))}
      </ul>
      <LoadMore {...more} hasFailed={error !== null} />
    </section>
  );
}

interface WaitingChatProps extends UnansweredViewProps {
  waiting: UnansweredChat;
  now: number;
}

function WaitingChat({ waiting, now, chatHref }: WaitingChatProps) {
  const t = useStrings(strings);
  const words = useStrings(deskStrings);
  const actorName = useActorName();
  const title = useChatTitle()(waiting.chat);
  const { fullDateTime } = useTimeFormat();
  const durationText = useDurationText();
  const { chat, asked_by, awaited, waiting_since, messages_waiting, excerpt } = waiting;
  const seconds = (now - Date.parse(waiting_since)) / 1000;
  return (
    <li className={styles['item']}>
      <div className={styles['lines']}>
        <p className={styles['title']}>{title}</p>
        {excerpt === null ? null : <p className={styles['excerpt']}>{excerpt}</p>}
        <p className={styles['muted']}>
          {[
            t.asked(actorName(asked_by)),
            t.awaited(awaited.map(actorName).join(', ')),
            t.messages(messages_waiting),
          ].join(' · ')}
        </p>
      </div>
      <Badge tone={seconds >= LONG_WAIT_SECONDS ? 'danger' : 'soft'}>
        <time dateTime={waiting_since} title={fullDateTime(waiting_since)}>
          {t.waits(durationText(seconds))}
        </time>
      </Badge>
      <p className={styles['links']}>
        {chatHref === undefined ? null : (
          <AddressLink href={chatHref(chat.id)} aria-label={words.toChatOf(title)}>
            {words.toChat}
          </AddressLink>
        )}
        <AddressLink
          href={deskHref('audit', { chatId: chat.id })}
          aria-label={words.toAuditOf(title)}
        >
          {words.toAudit}
        </AddressLink>
      </p>
    </li>
  );
}

import {
  useChatAt,
  useTimeline,
  type DeskChat,
  type ExportFormat,
  type TimelineEntry,
  type UseTimeline,
} from '@vestnik/sdk/desk';
import { ErrorMessage, Spinner } from '@vestnik/ui';
import { AddressLink } from '@vestnik/ui/address';
import { useStrings } from '@vestnik/ui/i18n';
import { useErrorMessage } from '@vestnik/ui/errors';
import { useMemo } from 'react';

import { deskHref, useDeskAddress } from '../shared/address.ts';
import { useActorName, useChatTitle } from '../shared/names.ts';
import { strings as deskStrings } from '../shared/strings.ts';
import styles from './AuditView.module.css';
import { ExportButtons } from './ExportButtons.tsx';
import { byTime, formerTexts } from './formerTexts.ts';
import { PastChatPanel } from './PastChatPanel.tsx';
import { strings } from './strings.ts';
import { TimelineList } from './TimelineList.tsx';
import { TimeSlider } from './TimeSlider.tsx';

interface ChatAuditProps {
  chatId: number;
  /** Whether there is a list of chats to go back to. */
  hasPicker: boolean;
  canErase: boolean;
  exportFormats: readonly ExportFormat[];
}

/** The events of a chat, and the chat at the moment of one of them. */
export function ChatAudit({ chatId, hasPicker, canErase, exportFormats }: ChatAuditProps) {
  const t = useStrings(strings);
  const { loading } = useStrings(deskStrings);
  const errorMessage = useErrorMessage();
  const timeline = useTimeline(chatId);
  const { data, error, isPending, refetch } = timeline;
  const problem =
    error === null ? null : (
      <ErrorMessage onRetry={refetch}>
        {errorMessage(error, { chat_not_found: t.notFound })}
      </ErrorMessage>
    );
  return (
    <section className={styles['audit']}>
      {hasPicker ? (
        <p>
          <AddressLink href={deskHref('audit')}>{t.back}</AddressLink>
        </p>
      ) : null}
      {isPending ? <Spinner isCentred label={loading} /> : problem}
      {data === undefined ? null : (
        <>
          <ChatFacts chat={data.chat} canErase={canErase} />
          <ExportButtons chatId={chatId} formats={exportFormats} />
          <Moments chatId={chatId} events={data.entries} timeline={timeline} />
        </>
      )}
    </section>
  );
}

function ChatFacts({ chat, canErase }: { chat: DeskChat; canErase: boolean }) {
  const t = useStrings(strings);
  const actorName = useActorName();
  const title = useChatTitle()(chat);
  return (
    <header className={styles['facts']}>
      <h2 className={styles['title']}>{title}</h2>
      <ul className={styles['members']} aria-label={t.members}>
        {chat.members.map((member) => {
          const name = actorName(member);
          return (
            <li key={member.id}>
              {member.left ? t.hasLeft(name) : name}
              {canErase ? (
                <>
                  {' · '}
                  <AddressLink
                    href={deskHref('erasure', { userId: member.id })}
                    aria-label={t.eraseOf(name)}
                  >
                    {t.erase}
                  </AddressLink>
                </>
              ) : null}
            </li>
          );
        })}
      </ul>
    </header>
  );
}

interface MomentsProps {
  chatId: number;
  events: readonly TimelineEntry[];
  timeline: UseTimeline;
}

/** The slider, the events and the chat at the moment that was chosen. */
function Moments({ chatId, events, timeline }: MomentsProps) {
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = timeline;
  const { position, setPosition } = useDeskAddress();
  const former = useMemo(() => formerTexts(events), [events]);
  const entries = useMemo(() => byTime(events), [events]);
  const chosen = entries.findIndex((entry) => entry.position === position);
  const index = chosen === -1 ? entries.length - 1 : chosen;
  const entry = entries[index];
  // The newest moment is known when all events are loaded.
  const isKnown = chosen !== -1 || !isFetchingNextPage;
  const past = useChatAt(chatId, isKnown ? (entry?.at ?? null) : null);
  if (entry === undefined) return null;
  const choose = (to: number) => {
    const target = entries[to];
    if (target !== undefined) setPosition(target.position);
  };
  return (
    <>
      <TimeSlider entries={entries} index={index} onChange={choose} />
      <div className={styles['panels']}>
        <TimelineList
          entries={entries}
          former={former}
          index={index}
          hasMore={hasNextPage}
          isFetchingMore={isFetchingNextPage}
          onMore={fetchNextPage}
          onChoose={choose}
        />
        <PastChatPanel view={past} />
      </div>
    </>
  );
}

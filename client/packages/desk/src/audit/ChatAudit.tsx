import { useTimeline, type DeskChat, type ExportFormat, type UseTimeline } from '@vestnik/sdk/desk';
import { ErrorMessage, Spinner } from '@vestnik/ui';
import { AddressLink } from '@vestnik/ui/address';
import { useStrings } from '@vestnik/ui/i18n';
import { useErrorMessage } from '@vestnik/ui/errors';

import { deskHref } from '../shared/address.ts';
import { useActorName, useChatTitle } from '../shared/names.ts';
import { strings as deskStrings } from '../shared/strings.ts';
import styles from './AuditView.module.css';
import { ExportButtons } from './ExportButtons.tsx';
import { PastChatPanel } from './PastChatPanel.tsx';
import { ReasonDialog } from './ReasonDialog.tsx';
import { ReasonField } from './ReasonField.tsx';
import { strings } from './strings.ts';
import { TimelineList } from './TimelineList.tsx';
import { TimeSlider } from './TimeSlider.tsx';
import { useMoments, type UseMoments } from './useMoments.ts';
import { needsReason, useReason } from './useReason.ts';

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
  const moments = useMoments(chatId, timeline);
  const reason = useReason(timeline, moments.past);
  const { data, error, isPending, refetch } = timeline;
  const problem =
    error === null || needsReason(error) ? null : (
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
          <ExportButtons
            chatId={chatId}
            formats={exportFormats}
            onReasonRequired={reason.askBefore}
          />
          <Moments moments={moments} timeline={timeline} />
        </>
      )}
      {reason.isAsked ? (
        <ReasonDialog chatId={chatId} onGiven={reason.onGiven} onCancel={reason.onCancel} />
      ) : null}
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
      <ReasonField chat={chat} />
    </header>
  );
}

interface MomentsProps {
  moments: UseMoments;
  timeline: UseTimeline;
}

/** The slider, the events and the chat at the moment that was chosen. */
function Moments({ moments: { entries, former, index, choose, past }, timeline }: MomentsProps) {
  if (entries.length === 0) return null;
  return (
    <>
      <TimeSlider entries={entries} index={index} onChange={choose} />
      <div className={styles['panels']}>
        <TimelineList
          entries={entries}
          former={former}
          index={index}
          hasMore={timeline.hasNextPage}
          isFetchingMore={timeline.isFetchingNextPage}
          onMore={timeline.fetchNextPage}
          onChoose={choose}
        />
        <PastChatPanel view={past} />
      </div>
    </>
  );
}

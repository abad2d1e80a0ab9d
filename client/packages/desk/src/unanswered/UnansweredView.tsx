import { useUnanswered, type UnansweredChat } from '@vestnik/sdk/desk';
import { Badge } from '@vestnik/ui';
import { useTimeFormat } from '@vestnik/ui/format';
import { useStrings } from '@vestnik/ui/i18n';
import { MessageCircleReply } from 'lucide-react';

import { ChatLinks } from '../shared/ChatLinks.tsx';
import { useDurationText } from '../shared/durations.ts';
import { ListView } from '../shared/ListView.tsx';
import styles from '../shared/ListView.module.css';
import { useActorName, useChatTitle } from '../shared/names.ts';
import { useNow } from '../shared/useNow.ts';
import { strings } from './strings.ts';
import ownStyles from './UnansweredView.module.css';

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
  const words = useStrings(strings);
  const now = useNow(TICK_MS);
  return (
    <ListView items={useUnanswered()} words={words} icon={<MessageCircleReply size={28} />}>
      {(waiting) => <WaitingChat key={waiting.chat.id} waiting={waiting} now={now} {...props} />}
    </ListView>
  );
}

interface WaitingChatProps extends UnansweredViewProps {
  waiting: UnansweredChat;
  now: number;
}

function WaitingChat({ waiting, now, chatHref }: WaitingChatProps) {
  const t = useStrings(strings);
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
        {excerpt === null ? null : <p className={ownStyles['excerpt']}>{excerpt}</p>}
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
      <ChatLinks chat={chat} chatHref={chatHref} />
    </li>
  );
}

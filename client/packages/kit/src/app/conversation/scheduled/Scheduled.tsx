import type { Chat, ScheduledEntry } from '@vestnik/sdk';
import { useScheduled, useStore } from '@vestnik/sdk/react';
import { VisuallyHidden } from '@vestnik/ui';
import { useStrings } from '@vestnik/ui/i18n';
import { CalendarClock } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';

import { useChatPolicy } from '../../policy/index.ts';
import type { ConversationView } from '../conversationView.ts';
import { ScheduleDialog } from './ScheduleDialog.tsx';
import styles from './Scheduled.module.css';
import { ScheduledDialog } from './ScheduledDialog.tsx';
import { scheduling } from './scheduling.ts';
import { strings } from './strings.ts';
import { useMoment } from './useMoment.ts';
import type { Written } from './written.ts';

interface ScheduledProps {
  chat: Chat | null;
  view: ConversationView | null;
  composition: Written;
}

const NONE: readonly ScheduledEntry[] = [];

/** Above the composer: how many messages are sent later, and their list; and the choice of a time for another. */
export function Scheduled({ chat, view, composition }: ScheduledProps) {
  const { scheduled: isOffered = true } = useChatPolicy();
  if (chat === null || !isOffered) return null;
  const canSend = view?.can.has('send') ?? false;
  // Who only reads has none.
  return chat.me.role === null ? null : (
    <OwnScheduled chatId={chat.id} canSend={canSend} composition={composition} />
  );
}

interface OwnScheduledProps {
  chatId: number;
  /** The user may write in the chat. */
  canSend: boolean;
  composition: Written;
}

function OwnScheduled({ chatId, canSend, composition }: OwnScheduledProps) {
  const t = useStrings(strings);
  const moment = useMoment();
  const { data: entries = NONE } = useScheduled(chatId);
  const [isOpen, setOpen] = useState(false);
  const [news, setNews] = useState('');
  const root = useRef<HTMLDivElement>(null);
  const close = () => {
    setOpen(false);
    // The button that would get the focus back goes with the last message.
    if (entries.length === 0) focusComposer(root.current);
  };
  return (
    <div ref={root} className={styles['part']}>
      <VisuallyHidden aria-live="polite">{news}</VisuallyHidden>
      {entries.length > 0 || isOpen ? (
        <Bar
          entries={entries}
          onOpen={() => {
            setOpen(true);
          }}
        />
      ) : null}
      {isOpen ? (
        <ScheduledDialog chatId={chatId} entries={entries} canSend={canSend} onClose={close} />
      ) : null}
      <TimeChoice
        chatId={chatId}
        composition={composition}
        onScheduled={(sendAt) => {
          setNews(t.willBeSent(moment(sendAt)));
        }}
      />
    </div>
  );
}

interface TimeChoiceProps {
  chatId: number;
  composition: Written;
  /** Called with the time. */
  onScheduled: (sendAt: string) => void;
}

/** For the message that was taken from the composer, which is empty once it is scheduled. */
function TimeChoice({ chatId, composition, onScheduled }: TimeChoiceProps) {
  const asked = useStore(scheduling, null);
  useEffect(() => end, []);
  if (asked?.chatId !== chatId) return null;
  return (
    <ScheduleDialog
      chatId={chatId}
      message={asked.message}
      composition={composition}
      onScheduled={(sendAt) => {
        end();
        composition.cancel();
        composition.setText('');
        composition.files.clear();
        onScheduled(sendAt);
      }}
      onClose={end}
    />
  );
}

function end(): void {
  scheduling.set(null);
}

interface BarProps {
  entries: readonly ScheduledEntry[];
  onOpen: () => void;
}

function Bar({ entries, onOpen }: BarProps) {
  const t = useStrings(strings);
  const failed = entries.filter(({ state }) => state === 'failed').length;
  return (
    <div className={styles['bar']}>
      <button type="button" className={styles['open']} aria-haspopup="dialog" onClick={onOpen}>
        <CalendarClock size={18} aria-hidden="true" />
        {t.count(entries.length)}
      </button>
      {failed === 0 ? null : (
        <p className={styles['failure']} role="alert">
          {t.failedCount(failed)}
        </p>
      )}
    </div>
  );
}

/** After the dialog has closed, which gives the focus to what had it before. */
function focusComposer(part: HTMLElement | null): void {
  const conversation = part?.closest('section');
  requestAnimationFrame(() => {
    conversation?.querySelector('textarea')?.focus({ preventScroll: true });
  });
}

import { IconButton } from '@vestnik/ui';
import type { Message } from '@vestnik/sdk/model';
import { PinOff } from 'lucide-react';
import { useState } from 'react';

import { useOverlayStrings } from '../overlayStrings.ts';
import styles from './PinnedBar.module.css';

export interface PinnedBarProps {
  /** In the order in which they are gone through: the newest first, say. */
  messages: readonly Message[];
  onJump: (messageId: number) => void;
  /** Given only to those who may. */
  onUnpin?: ((messageId: number) => void) | undefined;
}

/** Above a log: one of the pinned messages. A press jumps to it and shows the next. */
export function PinnedBar({ messages, onJump, onUnpin }: PinnedBarProps) {
  const t = useOverlayStrings();
  const [shownIndex, setShownIndex] = useState(0);
  const index = Math.min(shownIndex, messages.length - 1);
  const message = messages[index];
  if (!message) return null;
  const count = messages.length;
  const preview =
    message.text === '' ? (message.attachments[0]?.name ?? t.attachment) : message.text;
  return (
    <section className={styles['bar']} aria-label={t.pinned} data-pinned>
      <button
        type="button"
        className={styles['jump']}
        title={t.jumpToPinned}
        onClick={() => {
          onJump(message.id);
          setShownIndex((index + 1) % count);
        }}
      >
        <span className={styles['title']}>
          {t.pinned}
          {count > 1 ? (
            <span className={styles['count']}>{t.pinnedOf(index + 1, count)}</span>
          ) : null}
        </span>
        <span className={styles['text']} dir="auto">
          {preview}
        </span>
      </button>
      {onUnpin ? (
        <IconButton
          label={t.unpin}
          onClick={() => {
            onUnpin(message.id);
          }}
        >
          <PinOff size={18} aria-hidden="true" />
        </IconButton>
      ) : null}
    </section>
  );
}

import type { ScheduledEntry } from '@vestnik/sdk';
import { useScheduled } from '@vestnik/sdk/react';
import { Button, ConfirmDialog, Dialog, DialogActions, ErrorMessage } from '@vestnik/ui';
import { useStrings } from '@vestnik/ui/i18n';
import { isFocusLost } from '@vestnik/ui/keyboard';
import { useEffect, useRef, useState } from 'react';

import { ChangeDialog } from './ChangeDialog.tsx';
import styles from './Scheduled.module.css';
import { ScheduledItem } from './ScheduledItem.tsx';
import { strings } from './strings.ts';
import { useReasons } from './useReasons.ts';

interface ScheduledDialogProps {
  chatId: number;
  entries: readonly ScheduledEntry[];
  /** The user may write in the chat. */
  canSend: boolean;
  onClose: () => void;
}

interface Asked {
  readonly about: 'change' | 'delete';
  readonly entry: ScheduledEntry;
}

/** The scheduled messages of a chat: each is sent now, changed or deleted here. */
export function ScheduledDialog({ chatId, entries, canSend, onClose }: ScheduledDialogProps) {
  const t = useStrings(strings);
  const { sendingIds, sendNow, error } = useSendNow(chatId);
  const [asked, setAsked] = useState<Asked | null>(null);
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // The control that had it belonged to a message that is gone.
    if (asked === null && isFocusLost()) list.current?.focus();
  }, [asked, entries]);
  return (
    <>
      <Dialog isOpen title={t.title} onClose={onClose}>
        <div ref={list} className={styles['list']} tabIndex={-1}>
          {entries.length === 0 ? <p>{t.none}</p> : null}
          <ul>
            {entries.map((entry) => (
              <ScheduledItem
                key={entry.id}
                entry={entry}
                canSend={canSend}
                isSending={entry.state === 'waiting' && sendingIds.has(entry.id)}
                onSendNow={() => {
                  void sendNow(entry.id);
                }}
                onChange={() => {
                  setAsked({ about: 'change', entry });
                }}
                onDelete={() => {
                  setAsked({ about: 'delete', entry });
                }}
              />
            ))}
          </ul>
        </div>
        {error === null ? null : <ErrorMessage>{error}</ErrorMessage>}
        <DialogActions>
          <Button onClick={onClose}>{t.close}</Button>
        </DialogActions>
      </Dialog>
      <Question
        chatId={chatId}
        asked={asked}
        onClose={() => {
          setAsked(null);
        }}
      />
    </>
  );
}

interface QuestionProps {
  chatId: number;
  asked: Asked | null;
  onClose: () => void;
}

/** Over the list: another text or time, or whether a message is to be deleted. */
function Question({ chatId, asked, onClose }: QuestionProps) {
  const t = useStrings(strings);
  const { codes } = t;
  const { change, cancel } = useScheduled(chatId);
  if (asked === null) return null;
  const { id } = asked.entry;
  if (asked.about === 'change') {
    return (
      <ChangeDialog
        entry={asked.entry}
        onChange={(changed) => change(id, changed)}
        onClose={onClose}
      />
    );
  }
  return (
    <ConfirmDialog
      title={t.deleteQuestion}
      confirm={t.delete}
      onConfirm={() => cancel(id)}
      errorTexts={codes}
      onClose={onClose}
    >
      <p>{t.deleteWarning}</p>
    </ConfirmDialog>
  );
}

/** Has messages sent at once. They stay in the list until the server has sent them. */
function useSendNow(chatId: number) {
  const scheduled = useScheduled(chatId);
  const reasons = useReasons();
  const [sendingIds, setSendingIds] = useState<ReadonlySet<number>>(new Set());
  const [error, setError] = useState<string | null>(null);
  const sendNow = async (id: number) => {
    setError(null);
    setSendingIds((ids) => new Set(ids).add(id));
    try {
      await scheduled.sendNow(id);
    } catch (thrown) {
      setError(reasons.ofError(thrown));
      setSendingIds((ids) => new Set([...ids].filter((one) => one !== id)));
    }
  };
  return { sendingIds, sendNow, error };
}

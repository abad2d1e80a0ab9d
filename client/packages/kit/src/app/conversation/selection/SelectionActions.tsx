import { toVestnikError, type Chat, type Message, type VestnikError } from '@vestnik/sdk';
import { useMessageActions } from '@vestnik/sdk/react';
import { Button, Dialog, DialogActions, ErrorMessage } from '@vestnik/ui';
import { useStrings } from '@vestnik/ui/i18n';
import { useEffect, useEffectEvent, useRef, useState } from 'react';

import { SelectionBar } from '../../../message/index.ts';
import styles from '../messages/DeleteDialog.module.css';
import { toErrorReason } from '../errorReason.ts';
import { ForwardMessages } from './ForwardMessages.tsx';
import { strings } from '../strings.ts';
import type { Selection } from './useSelection.ts';

export interface SelectionActionsProps {
  selected: readonly Message[];
  selection: Selection;
  /** The reader may send messages. */
  canForward: boolean;
  /** Whether the reader may delete a message. */
  canDelete: (message: Message) => boolean;
  /** What the chats to forward to are called; absent: by their titles or members. */
  chatTitle?: ((chat: Chat) => string) | undefined;
}

/** In place of the composer: what may be done with the selected messages. */
export function SelectionActions(props: SelectionActionsProps) {
  const { selected, selection, canForward, canDelete, chatTitle } = props;
  const { end } = selection;
  const [dialog, setDialog] = useState<'forward' | 'delete' | null>(null);
  const bar = useRef<HTMLDivElement>(null);
  useEscape(bar, end);
  const close = () => {
    setDialog(null);
  };
  const hasText = selected.some(({ text }) => text !== '');
  const mayDelete = selected.every(canDelete);
  return (
    <div ref={bar}>
      <SelectionBar
        count={selected.length}
        onCopy={
          window.isSecureContext && hasText
            ? () => {
                void navigator.clipboard.writeText(textOf(selected)).catch(() => undefined);
                end();
              }
            : undefined
        }
        onForward={
          canForward
            ? () => {
                setDialog('forward');
              }
            : undefined
        }
        onDelete={
          mayDelete
            ? () => {
                setDialog('delete');
              }
            : undefined
        }
        onCancel={end}
      />
      {dialog === 'forward' ? (
        <ForwardMessages
          messages={selected}
          chatTitle={chatTitle}
          onForwarded={end}
          onClose={close}
        />
      ) : null}
      {dialog === 'delete' ? (
        <DeleteSelected messages={selected} onDeleted={end} onClose={close} />
      ) : null}
    </div>
  );
}

interface DeleteSelectedProps {
  messages: readonly Message[];
  onDeleted: () => void;
  onClose: () => void;
}

/** Asks before the messages are deleted; those that could not be deleted stay selected. */
function DeleteSelected({ messages, onDeleted, onClose }: DeleteSelectedProps) {
  const t = useStrings(strings);
  const { remove } = useMessageActions();
  const [isPending, setPending] = useState(false);
  const [error, setError] = useState<VestnikError | null>(null);
  const confirm = async () => {
    setPending(true);
    setError(null);
    try {
      for (const message of messages) await remove(message);
      onDeleted();
    } catch (thrown) {
      setError(toVestnikError(thrown));
      setPending(false);
    }
  };
  return (
    <Dialog isOpen title={t.deleteSelectedQuestion(messages.length)} onClose={onClose}>
      <p className={styles['warning']}>{t.deleteSelectedWarning}</p>
      {error ? <ErrorMessage>{t.reasons[toErrorReason(error)]}</ErrorMessage> : null}
      <DialogActions>
        <Button onClick={onClose}>{t.cancel}</Button>
        <Button
          variant="danger"
          isPending={isPending}
          onClick={() => {
            void confirm();
          }}
        >
          {t.delete}
        </Button>
      </DialogActions>
    </Dialog>
  );
}

/** Esc ends the selection, unless a dialog or another control uses it. */
function useEscape(inside: { readonly current: HTMLElement | null }, onEscape: () => void): void {
  const press = useEffectEvent((event: KeyboardEvent) => {
    const root = inside.current?.getRootNode() as Document | ShadowRoot | undefined;
    const hasDialog = (root?.querySelector('dialog[open]') ?? null) !== null;
    if (event.key === 'Escape' && !event.defaultPrevented && !hasDialog) onEscape();
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent) => {
      press(event);
    };
    window.addEventListener('keydown', listener);
    return () => {
      window.removeEventListener('keydown', listener);
    };
  }, []);
}

function textOf(messages: readonly Message[]): string {
  return messages
    .map(({ text }) => text)
    .filter((text) => text !== '')
    .join('\n\n');
}

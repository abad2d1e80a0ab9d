import type { Message } from '@vestnik/sdk';
import { useStrings } from '@vestnik/ui/i18n';
import { useEffect, useEffectEvent, useRef, useState } from 'react';

import { SelectionBar } from '../../../message/index.ts';
import { DeleteDialog } from '../messages/DeleteDialog.tsx';
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
}

/** Instead of the composer: what may be done with the selected messages. */
export function SelectionActions(props: SelectionActionsProps) {
  const { selected, selection, canForward, canDelete } = props;
  const { end } = selection;
  const t = useStrings(strings);
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
        <ForwardMessages messages={selected} onForwarded={end} onClose={close} />
      ) : null}
      {dialog === 'delete' ? (
        <DeleteDialog
          messages={selected}
          title={t.deleteSelectedQuestion(selected.length)}
          warning={t.deleteSelectedWarning}
          onDeleted={end}
          onClose={close}
        />
      ) : null}
    </div>
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

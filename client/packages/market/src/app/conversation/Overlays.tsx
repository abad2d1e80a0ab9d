import { isSelectable } from '@vestnik/kit/headless';
import { MessageActions, type MenuPlace, type MessageActionHandlers } from '@vestnik/kit/message';
import { ForwardMessages } from '@vestnik/kit/selection';
import type { Attachment, Chat, Message } from '@vestnik/sdk';
import { useMessageActions } from '@vestnik/sdk/react';
import { ConfirmDialog } from '@vestnik/ui';
import { useStrings } from '@vestnik/ui/i18n';

import { withAddress } from '../../address.ts';
import { useForwardTitle } from '../MarketContext.tsx';
import { strings } from '../strings.ts';
import { PictureViewer } from './PictureViewer.tsx';
import { ReportDialog } from './ReportDialog.tsx';
import { canDelete } from './rights.ts';

/** What opens over a conversation. */
export type Overlay =
  | { readonly kind: 'menu'; readonly message: Message; readonly place: MenuPlace }
  | { readonly kind: 'report' | 'delete' | 'forward'; readonly message: Message }
  | {
      readonly kind: 'picture';
      readonly image: Attachment;
      /** Those that can be gone to from it. */
      readonly images: readonly Attachment[];
    };

export interface OverlayProps {
  overlay: Overlay;
  chat: Chat;
  ownId: number | null;
  onReply: (message: Message) => void;
  onSelect: (message: Message) => void;
  onOpen: (overlay: Overlay) => void;
  onNotice: (text: string) => void;
  onClose: (kind: Overlay['kind']) => void;
}

/** The menu of a message, and what its actions open. */
export function Overlays(props: OverlayProps) {
  const { overlay, onNotice } = props;
  const onClose = () => {
    props.onClose(overlay.kind);
  };
  const t = useStrings(strings);
  switch (overlay.kind) {
    case 'menu':
      return (
        <MessageActions
          place={overlay.place}
          handlers={menuHandlers(overlay.message, props)}
          onClose={onClose}
        />
      );
    case 'report':
      return (
        <ReportDialog
          message={overlay.message}
          onReported={() => {
            onClose();
            onNotice(t.reported);
          }}
          onClose={onClose}
        />
      );
    case 'delete':
      return <DeleteDialog message={overlay.message} onClose={onClose} />;
    case 'forward':
      return <Forward message={overlay.message} ownId={props.ownId} onClose={onClose} />;
    case 'picture':
      return <PictureViewer {...overlay} onClose={onClose} />;
  }
}

/** What the server allows with a message. */
function menuHandlers(
  message: Message,
  { chat, ownId, onReply, onSelect, onOpen }: OverlayProps,
): MessageActionHandlers {
  const { can } = chat.me;
  const isOwn = message.author_id === ownId;
  // After the menu, which closes first.
  const open = (kind: 'report' | 'delete' | 'forward') => () => {
    onOpen({ kind, message });
  };
  return {
    ...(can.includes('reply') && {
      reply: () => {
        onReply(message);
      },
    }),
    ...(message.text !== '' && isSecureContext && { copy: () => void copy(message.text) }),
    ...(can.includes('send') && { forward: open('forward') }),
    ...(isSecureContext && {
      copyLink: () => void copy(withAddress({ chatId: chat.id, messageId: message.id })),
    }),
    ...(isSelectable(message) && {
      select: () => {
        onSelect(message);
      },
    }),
    ...(can.includes('report') && !isOwn && { report: open('report') }),
    ...(canDelete(chat, ownId, message) && { delete: open('delete') }),
  };
}

async function copy(text: string): Promise<void> {
  await navigator.clipboard.writeText(text).catch(() => undefined);
}

interface ForwardProps {
  message: Message;
  ownId: number | null;
  onClose: () => void;
}

function Forward({ message, ownId, onClose }: ForwardProps) {
  return (
    <ForwardMessages messages={[message]} chatTitle={useForwardTitle(ownId)} onClose={onClose} />
  );
}

function DeleteDialog({ message, onClose }: { message: Message; onClose: () => void }) {
  const t = useStrings(strings);
  const { remove } = useMessageActions();
  return (
    <ConfirmDialog
      title={t.deleteTitle}
      confirm={t.delete}
      errorTexts={t.codes}
      onConfirm={() => remove(message)}
      onClose={onClose}
    >
      {t.deleteWarning}
    </ConfirmDialog>
  );
}

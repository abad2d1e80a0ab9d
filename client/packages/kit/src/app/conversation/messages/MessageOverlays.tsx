/** What opens over a conversation: the menu of a message, and the dialogs of its actions. */
import type { Attachment, Message } from '@vestnik/sdk';
import { useKnownUsers, useMessageActions, useReaders } from '@vestnik/sdk/react';
import {
  EmojiPicker,
  GalleryViewer,
  MessageActions,
  QuickReactions,
  ReadersList,
  isShownImage,
  useDrawsOnCanvas,
  type MenuAnchor,
} from '../../../message/index.ts';
import { PdfViewer } from '../../../message/pdf/index.ts';
import { Dialog } from '@vestnik/ui';
import { useStrings } from '@vestnik/ui/i18n';

import { useNames } from '../../names/index.ts';
import { useChatNavigation } from '../../navigation/index.ts';
import { useConversationSlots } from '../../slots/index.ts';
import type { ConversationView } from '../conversationView.ts';
import { DeleteMessageDialog } from './DeleteDialog.tsx';
import { ForwardMessages } from '../selection/ForwardMessages.tsx';
import { menuHandlers } from './menuHandlers.ts';
import { ReportDialog } from './ReportDialog.tsx';
import { strings } from '../strings.ts';

export type Overlay =
  | { readonly kind: 'menu'; readonly message: Message; readonly anchor: MenuAnchor }
  | {
      readonly kind: 'delete' | 'forward' | 'readers' | 'emoji' | 'report';
      readonly message: Message;
    }
  | { readonly kind: 'gallery'; readonly images: readonly Attachment[]; readonly index: number }
  | { readonly kind: 'pdf'; readonly file: Attachment };

export interface MessageOverlaysProps {
  overlay: Overlay;
  /** The loaded ones: a viewer that reads its pictures one by one goes through all of theirs. */
  messages: readonly Message[];
  view: ConversationView;
  pinnedIds: readonly number[];
  onReply: (message: Message) => void;
  onEdit: (message: Message) => void;
  onSelect: (message: Message) => void;
  onMarkUnread: (message: Message) => void;
  onOpen: (overlay: Overlay) => void;
  onClose: () => void;
  onDeleted: () => void;
}

export default function MessageOverlays(props: MessageOverlaysProps) {
  const { overlay, onClose, onDeleted } = props;
  switch (overlay.kind) {
    case 'menu':
      return <MessageMenu {...props} overlay={overlay} />;
    case 'delete':
      return (
        <DeleteMessageDialog message={overlay.message} onClose={onClose} onDeleted={onDeleted} />
      );
    case 'forward':
      return <ForwardMessages messages={[overlay.message]} onClose={onClose} />;
    case 'readers':
      return <Readers message={overlay.message} onClose={onClose} />;
    case 'report':
      return <ReportDialog message={overlay.message} onClose={onClose} />;
    case 'emoji':
      return <Emoji message={overlay.message} onClose={onClose} />;
    case 'gallery':
      return <Gallery {...props} overlay={overlay} />;
    case 'pdf':
      return <PdfViewer file={overlay.file} onClose={onClose} />;
  }
}

type GalleryProps = Pick<MessageOverlaysProps, 'messages' | 'onClose'> & {
  overlay: Extract<Overlay, { kind: 'gallery' }>;
};

function Gallery({ overlay, messages, onClose }: GalleryProps) {
  const isOnCanvas = useDrawsOnCanvas();
  const { images, index } = overlay;
  const opened = images[index];
  const all = messages.flatMap(({ attachments }) => attachments.filter(isShownImage));
  const shown = isOnCanvas ? all.findIndex(({ id }) => id === opened?.id) : -1;
  return (
    <GalleryViewer
      images={shown < 0 ? images : all}
      index={shown < 0 ? index : shown}
      onClose={onClose}
    />
  );
}

type MessageMenuProps = Omit<MessageOverlaysProps, 'overlay'> & {
  overlay: Extract<Overlay, { kind: 'menu' }>;
};

function MessageMenu({
  overlay,
  view,
  pinnedIds,
  onReply,
  onEdit,
  onSelect,
  onMarkUnread,
  onOpen,
  onClose,
}: MessageMenuProps) {
  const { message, anchor } = overlay;
  const { react, pin } = useMessageActions();
  const { href } = useChatNavigation();
  const { messageActions } = useConversationSlots();
  const handlers = menuHandlers(message, view, pinnedIds, {
    reply: onReply,
    edit: onEdit,
    select: onSelect,
    open: (kind) => {
      onOpen({ kind, message });
    },
    pin: (isPinned) => {
      // A refusal leaves the pins as they are, which the bar shows.
      pin(message, isPinned).catch(() => undefined);
    },
    markUnread: () => {
      onMarkUnread(message);
    },
    address: href(message.chat_id, message.id),
  });
  const canReact = view.can.has('react') && message.deleted_at === null;
  return (
    <MessageActions
      anchor={anchor}
      handlers={handlers}
      items={messageActions?.(message)}
      header={
        canReact ? (
          <QuickReactions
            reactions={message.reactions}
            onToggle={(emoji, isAdded) => {
              onClose();
              react(message, emoji, isAdded).catch(() => undefined);
            }}
            onMore={() => {
              onOpen({ kind: 'emoji', message });
            }}
          />
        ) : undefined
      }
      onClose={onClose}
    />
  );
}

interface DialogProps {
  message: Message;
  onClose: () => void;
}

function Emoji({ message, onClose }: DialogProps) {
  const t = useStrings(strings);
  const { react } = useMessageActions();
  return (
    <Dialog isOpen title={t.react} onClose={onClose}>
      <EmojiPicker
        onPick={(emoji) => {
          onClose();
          react(message, emoji, true).catch(() => undefined);
        }}
      />
    </Dialog>
  );
}

function Readers({ message, onClose }: DialogProps) {
  const { data, error, hasNextPage, isFetchingNextPage, fetchNextPage } = useReaders(message.id);
  const known = useKnownUsers();
  const { person } = useNames();
  return (
    <ReadersList
      isOpen
      readers={data ?? (error === null ? null : [])}
      nameOf={(userId) => person(known.get(userId))}
      onLoadMore={hasNextPage ? fetchNextPage : undefined}
      isLoadingMore={isFetchingNextPage}
      onClose={onClose}
    />
  );
}

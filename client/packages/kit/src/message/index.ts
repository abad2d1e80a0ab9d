export { MessageActions, type MessageActionsProps } from './actions/MessageActions.tsx';
export { MessageActionsButton } from './actions/MessageActionsButton.tsx';
export {
  MESSAGE_ACTIONS,
  type MessageActionHandlers,
  type MessageActionName,
} from './actions/messageActions.ts';
export { Attachments, isShownImage, type AttachmentsProps } from './attachments/Attachments.tsx';
export { ImageGrid, type ImageGridProps } from './attachments/ImageGrid.tsx';
export { CanvasPicturesContext, useDrawsOnCanvas } from './attachments/canvasPictures.ts';
export { PictureGrid, type PictureGridProps } from './attachments/PictureGrid.tsx';
export { pauseOthers } from './attachments/playback.ts';
export { waveformBars } from './attachments/waveform.ts';
export { DeliveryMark, type Delivery } from './Delivery.tsx';
export { FailureNote, type FailureNoteProps } from './FailureNote.tsx';
export { ForwardedFrom, type ForwardedFromProps } from './ForwardedFrom.tsx';
export { GalleryViewer, type GalleryViewerProps } from './gallery/GalleryViewer.tsx';
export { DayDivider } from './log/DayDivider.tsx';
export {
  ForwardDialog,
  type ForwardDialogProps,
  type ForwardTarget,
} from './log/ForwardDialog.tsx';
export { JumpToNewest, type JumpToNewestProps } from './log/JumpToNewest.tsx';
export { PinnedBar, type PinnedBarProps } from './log/PinnedBar.tsx';
export { ReadersList, type ReadersListProps } from './log/ReadersList.tsx';
export { SelectionBar, type SelectionBarProps } from './log/SelectionBar.tsx';
export { UnreadDivider } from './log/UnreadDivider.tsx';
export { END_THRESHOLD_PX, useAtEnd } from './log/useAtEnd.ts';
export { anchorUnder, type MenuAnchor } from './menuAnchor.ts';
export { MessageBubble, type MessageBubbleProps } from './MessageBubble.tsx';
export { MessageFrame, type MessageFrameProps } from './MessageFrame.tsx';
export {
  MessageItem,
  type MessageItemCallbacks,
  type MessageItemProps,
  type MessageItemSlots,
} from './MessageItem.tsx';
export { QuoteBlock, type QuoteBlockProps } from './QuoteBlock.tsx';
export { EmojiPicker, type EmojiPickerProps } from './reactions/EmojiPicker.tsx';
export { QuickReactions, type QuickReactionsProps } from './reactions/QuickReactions.tsx';
export { QUICK_REACTIONS } from './reactions/quickEmoji.ts';
export { Reactions, type ReactionsProps } from './reactions/Reactions.tsx';
export { overlayStrings } from './overlayStrings.ts';
export { messageStrings } from './strings.ts';
export { SystemMessage, type SystemMessageProps } from './SystemMessage.tsx';
export { isOnlyEmoji } from './text/emoji.ts';
export { MessageText, type MessageTextProps } from './text/MessageText.tsx';

/** What a log and a composer need besides their looks: for a conversation that is drawn otherwise. */
export { useDraftOf } from '../drafts/index.ts';
export { soundPreference } from '../notifications/soundPreference.ts';
export { useMessageSound } from '../notifications/useMessageSound.ts';
export { usePresenceText, type PresenceText } from '../presence/index.ts';
export { asAttachment, uploadedBytes } from './pendingFiles.ts';
export { messagesOf } from './messagesOf.ts';
export { RowBuilder, type Row, type RowsInput } from './rows.ts';
export { useAttachedFiles, type AttachedFiles } from './useAttachedFiles.ts';
export { useJumpsTo, type Jumps } from './useJumpsTo.ts';
export { useMarkReadWhenVisible } from './useMarkReadWhenVisible.ts';
export { isSelectable, useSelection, type Selection } from './useSelection.ts';
export { newestIdOf, useNewCount } from './useNewCount.ts';
export { useMissingTarget } from './useMissingTarget.ts';
export { usePageVisible } from './usePageVisible.ts';
export { useUnreadDivider } from './useUnreadDivider.ts';

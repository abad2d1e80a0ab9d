/** What a log and a composer need besides their looks: for a conversation that is drawn otherwise. */
export { useDraftOf } from '../drafts/index.ts';
export { soundPreference } from '../notifications/soundPreference.ts';
export { useMessageSound } from '../notifications/useMessageSound.ts';
export { usePresenceText, type PresenceText } from '../presence/index.ts';
export { asAttachment, uploadedBytes } from './messages/pendingFiles.ts';
export { messagesOf } from './messagesOf.ts';
export { RowBuilder, type Row, type RowsInput } from './timeline/rows.ts';
export { useAttachedFiles, type AttachedFiles } from './composer/useAttachedFiles.ts';
export { useJumpsTo, type Jumps } from './jumps/useJumpsTo.ts';
export { useMarkReadWhenVisible } from './timeline/useMarkReadWhenVisible.ts';
export { isSelectable, useSelection, type Selection } from './selection/useSelection.ts';
export { newestIdOf, useNewCount } from './timeline/useNewCount.ts';
export { useMissingTarget } from './jumps/useMissingTarget.ts';
export { usePageVisible } from './timeline/usePageVisible.ts';
export { useUnreadDivider } from './timeline/useUnreadDivider.ts';

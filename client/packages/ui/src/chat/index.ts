export { FailureNote } from './FailureNote.tsx';
export { JumpToNewest } from './JumpToNewest.tsx';
export { MessageBubble, type Delivery } from './MessageBubble.tsx';
export { SearchField } from './SearchField.tsx';
export { TypingLine } from './TypingLine.tsx';
export { END_THRESHOLD_PX, useAtEnd } from './useAtEnd.ts';

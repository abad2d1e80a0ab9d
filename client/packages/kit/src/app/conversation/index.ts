export { Conversation, type ConversationProps } from './Conversation.tsx';
export type { MessageFilter, MessageFilterProps } from './timeline/MessageFilter.tsx';
export { useStartMessage, type MessageStart } from './composer/startMessage.ts';

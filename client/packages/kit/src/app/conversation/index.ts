export { Conversation, type ConversationProps } from './Conversation.tsx';
export type { MessageFilter, MessageFilterProps } from './MessageFilter.tsx';
export { useStartMessage, type MessageStart } from './startMessage.ts';

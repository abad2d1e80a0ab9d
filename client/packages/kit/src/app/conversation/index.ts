export { Conversation, type ConversationProps } from './Conversation.tsx';
export type { MessageFilter, MessageFilterProps } from './MessageFilter.tsx';

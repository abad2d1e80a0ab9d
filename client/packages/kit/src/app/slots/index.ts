export {
  ConversationSlotsProvider,
  useConversationSlots,
  type ConversationSlots,
} from './ConversationSlots.tsx';

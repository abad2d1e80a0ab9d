import type { Attachment, Chat, Message } from '@vestnik/sdk';
import { createContext, useContext, type ReactNode } from 'react';

import type { MenuItem } from '../../menu/index.ts';

/**
 * What an application draws in a conversation in place of the kit's, or adds to it. `original` is
 * what the kit would draw: it can be shown, wrapped or left out.
 */
export interface ConversationSlots {
  /**
   * A message, also one of the system. Arrow keys find it by its `<article>`, which `original` has.
   * The id of a message that is being sent is 0.
   */
  readonly renderMessage?: (message: Message, original: ReactNode) => ReactNode;
  /** The text of a message that has one and is not deleted. */
  readonly renderText?: (message: Message, original: ReactNode) => ReactNode;
  /** One file of a message; undefined: the kit draws it, with the others. */
  readonly renderAttachment?: (attachment: Attachment, message: Message) => ReactNode;
  /** Further items in the menu of a message, in front of «Delete». */
  readonly messageActions?: (message: Message) => readonly MenuItem[];
  /** The composer, where the user may write. */
  readonly renderComposer?: (chat: Chat, original: ReactNode) => ReactNode;
  /** Above the field of the composer, and above the message that is answered or edited. */
  readonly composerBanner?: (chat: Chat) => ReactNode;
  /** Behind the title, unless the conversation has `headerActions` of its own. */
  readonly headerActions?: (chat: Chat) => ReactNode;
  /** In place of a log without messages, unless the conversation has an `emptyState` of its own. */
  readonly emptyState?: (chat: Chat) => ReactNode;
}

const NONE: ConversationSlots = {};
const SlotsContext = createContext(NONE);

interface ConversationSlotsProviderProps {
  /** Keep it the same object: the log is drawn anew for another. */
  value: ConversationSlots;
  children: ReactNode;
}

/** Gives the slots of all conversations below it, also of those in a `ChatsPage`. */
export function ConversationSlotsProvider({ value, children }: ConversationSlotsProviderProps) {
  return <SlotsContext.Provider value={value}>{children}</SlotsContext.Provider>;
}

export function useConversationSlots(): ConversationSlots {
  return useContext(SlotsContext);
}

import type { Attachment, Chat, Message } from '@vestnik/sdk';
import { createContext, useContext, useMemo, type ReactNode } from 'react';

import type { MenuItem } from '../../menu/index.ts';

/**
 * What an application draws in a conversation instead of the kit's, or adds to it. `original` is
 * what the kit would draw: it can be shown, wrapped or left out.
 */
export interface ConversationSlots {
  /**
   * A message, also one of the system. Arrow keys find it by its `<article>`, which `original` has.
   * The id of a message that is being sent is 0.
   */
  readonly renderMessage?: ((message: Message, original: ReactNode) => ReactNode) | undefined;
  /** The text of a message that has one and is not deleted. */
  readonly renderText?: ((message: Message, original: ReactNode) => ReactNode) | undefined;
  /** One file of a message; undefined: the kit draws it, with the others. */
  readonly renderAttachment?: ((attachment: Attachment, message: Message) => ReactNode) | undefined;
  /** Further items in the menu of a message, in front of «Delete». */
  readonly messageActions?: ((message: Message) => readonly MenuItem[]) | undefined;
  /** The composer, where the user may write. */
  readonly renderComposer?: ((chat: Chat, original: ReactNode) => ReactNode) | undefined;
  /** Further items in the menu of «Attach», such as one that opens a dialog for a form. */
  readonly attachItems?: ((chat: Chat) => readonly MenuItem[]) | undefined;
  /** Above the field of the composer, and above the message that is answered or edited. */
  readonly composerBanner?: ((chat: Chat) => ReactNode) | undefined;
  /** Behind the title, unless the conversation has `headerActions` of its own. */
  readonly headerActions?: ((chat: Chat) => ReactNode) | undefined;
  /** Instead of a log without messages, unless the conversation has an `emptyState` of its own. */
  readonly emptyState?: ((chat: Chat) => ReactNode) | undefined;
}

const NONE: ConversationSlots = {};
const SlotsContext = createContext(NONE);

interface ConversationSlotsProviderProps {
  /** Keep it the same object: the log is drawn anew for another. */
  value: ConversationSlots;
  children: ReactNode;
}

/**
 * Gives the slots of all conversations below it, also of those in a `ChatsPage`, and leaves those of an
 * outer provider: what that draws is the `original`.
 */
export function ConversationSlotsProvider({ value, children }: ConversationSlotsProviderProps) {
  const outer = useConversationSlots();
  const slots = useMemo(() => (outer === NONE ? value : combined(outer, value)), [outer, value]);
  return <SlotsContext.Provider value={slots}>{children}</SlotsContext.Provider>;
}

export function useConversationSlots(): ConversationSlots {
  return useContext(SlotsContext);
}

/** The slots of both: things that both add are shown, and the inner provider decides on the others. */
function combined(outer: ConversationSlots, inner: ConversationSlots): ConversationSlots {
  return {
    renderMessage: wrapped(outer.renderMessage, inner.renderMessage),
    renderText: wrapped(outer.renderText, inner.renderText),
    renderAttachment: ownOrOuter(outer.renderAttachment, inner.renderAttachment),
    messageActions: joined(outer.messageActions, inner.messageActions),
    renderComposer: wrapped(outer.renderComposer, inner.renderComposer),
    attachItems: joined(outer.attachItems, inner.attachItems),
    composerBanner: stacked(outer.composerBanner, inner.composerBanner),
    headerActions: stacked(outer.headerActions, inner.headerActions),
    emptyState: inner.emptyState ?? outer.emptyState,
  };
}

type Drawing<Of> = ((of: Of, original: ReactNode) => ReactNode) | undefined;

function wrapped<Of>(outer: Drawing<Of>, inner: Drawing<Of>): Drawing<Of> {
  if (!outer || !inner) return inner ?? outer;
  return (of, original) => inner(of, outer(of, original));
}

type FileDrawing = ConversationSlots['renderAttachment'];

function ownOrOuter(outer: FileDrawing, inner: FileDrawing): FileDrawing {
  if (!outer || !inner) return inner ?? outer;
  return (file, message) => inner(file, message) ?? outer(file, message);
}

type Items<Of> = ((of: Of) => readonly MenuItem[]) | undefined;

function joined<Of>(outer: Items<Of>, inner: Items<Of>): Items<Of> {
  if (!outer || !inner) return inner ?? outer;
  return (of) => [...outer(of), ...inner(of)];
}

type Addition = ((chat: Chat) => ReactNode) | undefined;

function stacked(outer: Addition, inner: Addition): Addition {
  if (!outer || !inner) return inner ?? outer;
  return (chat) => (
    <>
      {outer(chat)}
      {inner(chat)}
    </>
  );
}

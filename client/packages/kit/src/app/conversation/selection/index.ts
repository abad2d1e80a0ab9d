/** What is done with several messages at once. */
export { ForwardMessages, type ForwardMessagesProps } from './ForwardMessages.tsx';
export { SelectionActions, type SelectionActionsProps } from './SelectionActions.tsx';

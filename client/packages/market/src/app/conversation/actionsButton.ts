/** A part of its own, which is loaded after the messages. */
export { MessageActionsButton as default } from '@vestnik/kit/message';

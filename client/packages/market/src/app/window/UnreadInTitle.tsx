import { useTitleCount } from '../titleCount.ts';
import { useUnreadReplies } from './useUnreadReplies.ts';

/** The buyer's unread messages in the page's title; loaded when the page is first behind others. */
export default function UnreadInTitle() {
  useTitleCount('window', useUnreadReplies());
  return null;
}

/**
 * `/static/old-browser.js`, behind the other scripts of a page: where the browser could not even read
 * them, this stands in for them and says so. It has the syntax of 2009, so that every browser reads it.
 */
import { isTooOld } from '@vestnik/ui/oldBrowser';

import { substituteChat } from './chatNotice.ts';
import { substituteInbox } from './inboxNotice.ts';

// A current browser without them has lost its connection.
if (isTooOld()) {
  substituteChat();
  substituteInbox();
}

import { useMessageSound } from '@vestnik/kit/headless';
import { useClient } from '@vestnik/sdk/react';

/** Plays a sound for new messages while no page of the shop has the focus; loaded after the chats. */
export default function MessageSound() {
  useMessageSound(useClient());
  return null;
}

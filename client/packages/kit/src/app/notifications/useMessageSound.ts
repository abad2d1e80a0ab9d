import type { ChatClient, VestnikClient } from '@vestnik/sdk';
import { useStore } from '@vestnik/sdk/react';
import { useEffect } from 'react';

/** A sound for new messages while the application is in the background. */
export function useMessageSound(client: VestnikClient): void {
  const chatClient = useStore<ChatClient | null>(client.chatClient, null);
  const { session } = client;
  useEffect(() => {
    if (chatClient === null) return;
    let isCurrent = true;
    let stop = (): void => undefined;
    const start = async () => {
      // Not needed to draw the page.
      const { followMessages } = await import('./messageSound.ts');
      if (isCurrent) stop = followMessages(chatClient, () => session.state.get().user);
    };
    // Without the code for it there is no sound.
    start().catch(() => undefined);
    return () => {
      isCurrent = false;
      stop();
    };
  }, [chatClient, session]);
}

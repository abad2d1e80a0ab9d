import type { UseMessages } from '@vestnik/sdk/react';
import { useMemo, type ComponentType, type ReactNode } from 'react';

export interface MessageFilterProps {
  chatId: number;
  /** What is loaded. */
  timeline: UseMessages;
  /** Renders what is shown of it. */
  children: (shown: UseMessages) => ReactNode;
}

/**
 * Chooses and changes the messages that a conversation shows. With another filter the log is
 * mounted anew.
 */
export type MessageFilter = ComponentType<MessageFilterProps>;

/** Hides deleted messages. */
export function WithoutDeleted({ timeline, children }: MessageFilterProps) {
  const data = useMemo(
    () => timeline.data?.filter(({ deleted_at }) => deleted_at === null),
    [timeline.data],
  );
  return children({ ...timeline, data });
}

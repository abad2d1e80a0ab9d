import type { MessageFilterProps } from '@vestnik/kit/app';
import { useDeletedTexts } from '@vestnik/sdk/school/react';
import { useMemo } from 'react';

/** Shows deleted messages with their texts; the server gives them to admins. */
export function DeletedTexts({ chatId, timeline, children }: MessageFilterProps) {
  const texts = useDeletedTexts(chatId, timeline.messages, true);
  const messages = useMemo(
    () =>
      timeline.messages.map((message) => {
        const text = texts.get(message.id);
        return message.deleted_at === null || text === undefined ? message : { ...message, text };
      }),
    [timeline.messages, texts],
  );
  return children({ ...timeline, messages });
}

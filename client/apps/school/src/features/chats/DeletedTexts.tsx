import { messagesOf, type MessageFilterProps } from '@vestnik/kit/app';
import { useDeletedTexts } from '@vestnik/sdk/school/react';
import { useMemo } from 'react';

/** Shows deleted messages with their texts; the server gives them to admins. */
export default function DeletedTexts({ chatId, timeline, children }: MessageFilterProps) {
  const { data: texts } = useDeletedTexts(chatId, messagesOf(timeline), true);
  const data = useMemo(
    () =>
      timeline.data?.map((message) => {
        const text = texts?.get(message.id);
        return message.deleted_at === null || text === undefined ? message : { ...message, text };
      }),
    [timeline.data, texts],
  );
  return children({ ...timeline, data });
}

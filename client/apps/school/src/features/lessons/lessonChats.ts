import type { AdminChatItem, ChatItem, Lesson } from '@vestnik/sdk';
import { useAdminChats, useChats } from '@vestnik/sdk/react';
import { useMemo } from 'react';

/** The id of the chat of a lesson's pair; null if there is none, or if it is not loaded. */
export type FindLessonChat = (lesson: Lesson) => number | null;

export function useLessonChats(): FindLessonChat {
  const { chats } = useChats();
  const { chats: overviews } = useAdminChats('');
  return useMemo(() => findLessonChat(chats, overviews), [chats, overviews]);
}

/** Searches the user's own chats, or as an admin the chats of others. */
export function findLessonChat(
  chats: readonly Pick<ChatItem, 'id' | 'participant'>[],
  overviews: readonly Pick<AdminChatItem, 'id' | 'participants'>[],
): FindLessonChat {
  const byOther = new Map<number, number>();
  for (const { id, participant } of chats) {
    if (participant !== null) byOther.set(participant.id, id);
  }
  const byPair = new Map<string, number>();
  for (const { id, participants } of overviews) {
    const [one, other] = participants;
    if (one !== undefined && other !== undefined) byPair.set(pairKey(one.id, other.id), id);
  }
  return ({ teacher_id, student_id }) => {
    if (teacher_id === null || student_id === null) return null;
    return (
      byOther.get(teacher_id) ??
      byOther.get(student_id) ??
      byPair.get(pairKey(teacher_id, student_id)) ??
      null
    );
  };
}

function pairKey(one: number, other: number): string {
  return [one, other].sort((a, b) => a - b).join();
}

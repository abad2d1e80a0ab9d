import type { Chat } from '@vestnik/sdk';
import { useChats } from '@vestnik/sdk/react';
import type { Lesson } from '@vestnik/sdk/school';
import { useMemo } from 'react';

/** The id of the chat of a lesson's pair; null if there is none. */
export type FindLessonChat = (lesson: Lesson) => number | null;

/** Searches the loaded chats too: one that has just been created is in no lesson yet. */
export function useLessonChats(): FindLessonChat {
  const { data: chats } = useChats();
  return useMemo(() => findLessonChat(chats ?? []), [chats]);
}

export function findLessonChat(
  chats: readonly Pick<Chat, 'id' | 'type' | 'members'>[],
): FindLessonChat {
  const byPair = new Map<string, number>();
  for (const { id, type, members } of chats) {
    const [one, other] = members ?? [];
    if (type !== 'private' || one === undefined || other === undefined) continue;
    byPair.set(pairKey(one.user.id, other.user.id), id);
  }
  return ({ chat_id, teacher_id, student_id }) => {
    if (typeof chat_id === 'number') return chat_id;
    if (teacher_id === null || student_id === null) return null;
    return byPair.get(pairKey(teacher_id, student_id)) ?? null;
  };
}

function pairKey(one: number, other: number): string {
  return [one, other].sort((a, b) => a - b).join();
}

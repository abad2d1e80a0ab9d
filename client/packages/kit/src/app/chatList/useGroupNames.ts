import type { Chat } from '@vestnik/sdk';
import { useTypingUsers, useUsersById } from '@vestnik/sdk/react';
import { useMemo } from 'react';

import { useNames } from '../names/index.ts';

interface GroupNames {
  /** Of the users who are typing; empty in a private chat, null while no one is. */
  readonly typingNames: string[] | null;
  /** Of the author of a group's last message; undefined elsewhere, and until it is known. */
  readonly authorName: string | undefined;
}

const NOBODY: readonly number[] = [];

/** The names beside a chat of the list: a group comes without its members. */
export function useGroupNames(chat: Chat): GroupNames {
  const { member } = useNames();
  const { data: typing } = useTypingUsers(chat.id);
  const isGroup = chat.type === 'group';
  const authorId = chat.last_message?.author_id ?? null;
  const ids = useMemo(
    () => (isGroup ? [...typing, ...(authorId === null ? NOBODY : [authorId])] : NOBODY),
    [isGroup, typing, authorId],
  );
  const people = useUsersById(ids);
  const namesOf = (wanted: readonly (number | null)[]) =>
    people.filter(({ id }) => wanted.includes(id)).map((user) => member(user, chat));
  return {
    typingNames: typing.length === 0 ? null : namesOf(typing),
    authorName: namesOf([authorId])[0],
  };
}

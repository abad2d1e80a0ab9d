import { useChats } from '@vestnik/sdk/react';
import type { Chat } from '@vestnik/sdk';
import { ErrorNote, FetchMore, Spinner, TextField, useDebounced } from '@vestnik/ui';
import { usePersonName } from '@vestnik/ui/format';
import { useText } from '@vestnik/ui/i18n';
import { useProblemText } from '@vestnik/ui/problem';
import { useState } from 'react';
import { Link } from 'wouter';

import { deskHref } from '../shared/address.ts';
import { strings as deskStrings } from '../shared/strings.ts';
import styles from './AuditView.module.css';
import { strings } from './strings.ts';

/** Finds a chat by a part of its title or of a member's name. */
export function ChatPicker() {
  const t = useText(strings);
  const [query, setQuery] = useState('');
  return (
    <section className={styles['picker']}>
      <TextField
        label={t.find}
        type="search"
        autoComplete="off"
        placeholder={t.findHint}
        value={query}
        onChange={(event) => {
          setQuery(event.target.value);
        }}
      />
      <FoundChats q={useDebounced(query.trim())} />
    </section>
  );
}

function FoundChats({ q }: { q: string }) {
  const t = useText(strings);
  const { loading } = useText(deskStrings);
  const problemText = useProblemText();
  const { data: chats = [], isPending, error, refetch, ...more } = useChats({ q });
  const titleOf = useTitle();
  if (isPending) return <Spinner isCentred label={loading} />;
  return (
    <>
      {error ? <ErrorNote onRetry={refetch}>{problemText(error)}</ErrorNote> : null}
      {chats.length === 0 && !error ? <p className={styles['muted']}>{t.noneFound}</p> : null}
      <ul className={styles['found']} aria-label={t.found}>
        {chats.map((chat) => (
          <li key={chat.id}>
            <Link href={deskHref('audit', { chatId: chat.id })} className={styles['foundChat']}>
              {titleOf(chat)}
            </Link>
          </li>
        ))}
      </ul>
      <FetchMore {...more} hasFailed={error !== null} />
    </>
  );
}

/** What a chat is called in the search. */
function useTitle(): (chat: Chat) => string {
  const t = useText(deskStrings);
  const personName = usePersonName();
  return ({ id, type, title, members }) => {
    const names = members.map(({ user }) => personName(user.name)).join(' — ');
    return type === 'private' && names !== '' ? names : (title ?? t.untitled(id));
  };
}

import { useChats } from '@vestnik/sdk/react';
import type { Chat } from '@vestnik/sdk';
import { ErrorMessage, LoadMore, Spinner, TextField, useDebouncedValue } from '@vestnik/ui';
import { AddressLink } from '@vestnik/ui/address';
import { useDisplayName } from '@vestnik/ui/format';
import { useStrings } from '@vestnik/ui/i18n';
import { useErrorMessage } from '@vestnik/ui/errors';
import { useState } from 'react';

import { deskHref } from '../shared/address.ts';
import { strings as deskStrings } from '../shared/strings.ts';
import styles from './AuditView.module.css';
import { strings } from './strings.ts';

/** Finds a chat by a part of its title or of a member's name. */
export function ChatPicker() {
  const t = useStrings(strings);
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
      <FoundChats q={useDebouncedValue(query.trim())} />
    </section>
  );
}

function FoundChats({ q }: { q: string }) {
  const t = useStrings(strings);
  const { loading } = useStrings(deskStrings);
  const errorMessage = useErrorMessage();
  const { data: chats = [], isPending, error, refetch, ...more } = useChats({ q });
  const titleOf = useTitle();
  if (isPending) return <Spinner isCentred label={loading} />;
  return (
    <>
      {error ? <ErrorMessage onRetry={refetch}>{errorMessage(error)}</ErrorMessage> : null}
      {chats.length === 0 && !error ? <p className={styles['muted']}>{t.noneFound}</p> : null}
      <ul className={styles['found']} aria-label={t.found}>
        {chats.map((chat) => (
          <li key={chat.id}>
            <AddressLink
              href={deskHref('audit', { chatId: chat.id })}
              className={styles['foundChat']}
            >
              {titleOf(chat)}
            </AddressLink>
          </li>
        ))}
      </ul>
      <LoadMore {...more} hasFailed={error !== null} />
    </>
  );
}

/** What a chat is called in the search. */
function useTitle(): (chat: Chat) => string {
  const t = useStrings(deskStrings);
  const displayName = useDisplayName();
  return ({ id, type, title, members }) => {
    const names = (members ?? []).map(({ user }) => displayName(user.name)).join(' — ');
    return type === 'private' && names !== '' ? names : (title ?? t.untitled(id));
  };
}

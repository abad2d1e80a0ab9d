import { ConversationHeader as Header } from '@vestnik/kit/chats';
import type { Chat } from '@vestnik/sdk';
import { usePresence, useTypingUsers } from '@vestnik/sdk/react';
import { useText } from '@vestnik/ui/i18n';
import { ArrowLeft } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { Link } from 'wouter';

import { useKeptSearch } from '../../address/index.ts';
import { paths } from '../../app/routes.ts';
import { useRoleName } from '../../format/index.ts';
import { GroupDetailsDialog } from '../groups/index.ts';
import { usePresenceText } from '../presence/index.ts';
import { useSearchPanel } from '../search/index.ts';
import styles from './ConversationHeader.module.css';
import { memberName, type ConversationView } from './conversationView.ts';
import { strings } from './strings.ts';

interface ConversationHeaderProps {
  userId: number | null;
  /** Null while it is not known who is a member. */
  chat: Chat | null;
  view: ConversationView | null;
  /** A switch for readers who are no members. */
  children?: ReactNode;
}

/** Whom this conversation is with. */
export function ConversationHeader({ userId, chat, view, children }: ConversationHeaderProps) {
  const t = useText(strings);
  const withSearch = useKeptSearch('q');
  const search = useSearchPanel();
  const [hasDetails, setHasDetails] = useState(false);
  const isOnline = usePresence(otherId(view))?.isOnline ?? false;
  const typing = useTypingUsers(chat?.id ?? 0);
  return (
    <>
      <Header
        chat={chat}
        ownId={userId}
        presence={view && <PresenceNote view={view} />}
        isOnline={isOnline}
        typingNames={view && typingNames(view, typing)}
        back={
          <Link
            className={styles['back']}
            href={withSearch(paths.chats)}
            aria-label={t.back}
            title={t.back}
          >
            <ArrowLeft size={22} aria-hidden="true" />
          </Link>
        }
        actions={children}
        onOpenDetails={
          view?.isGroup === true
            ? () => {
                setHasDetails(true);
              }
            : undefined
        }
        onToggleSearch={search.toggle}
        isSearchOpen={search.isOpen}
      />
      {hasDetails && chat && userId !== null ? (
        <GroupDetailsDialog
          chatId={chat.id}
          userId={userId}
          onClose={() => {
            setHasDetails(false);
          }}
        />
      ) : null}
    </>
  );
}

/** The roles of a private chat's members, and whether the other one is online. */
function PresenceNote({ view }: { view: ConversationView }) {
  const roleName = useRoleName();
  const { text } = usePresenceText(otherId(view));
  return (
    <>
      {view.others.map(({ role }) => roleName(role)).join(' — ')}
      {text === null ? null : <> · {text}</>}
    </>
  );
}

/** The other person of a private chat. */
function otherId(view: ConversationView | null): number | null {
  const others =
    (view?.ownId ?? null) === null || view?.isGroup === true ? [] : (view?.others ?? []);
  return others[0]?.id ?? null;
}

/** Null: nobody types. Of a private chat it is clear who does. */
function typingNames(view: ConversationView, typing: readonly number[]): string[] | null {
  if (view.ownId === null || typing.length === 0) return null;
  return view.isGroup ? typing.flatMap((id) => memberName(view, id) ?? []) : [];
}

import type { Chat } from '@vestnik/sdk';
import { usePresence, useTypingUsers, useUsersById } from '@vestnik/sdk/react';
import { BackIcon } from '@vestnik/ui';
import { useStrings } from '@vestnik/ui/i18n';
import { Suspense, useMemo, useState, type ReactNode } from 'react';

import { lazyPart } from '../../../lazyPart.ts';
import { ConversationHeader } from '../../../chats/index.ts';
import { GroupDetailsDialog } from '../../groups/index.ts';
import { useNames } from '../../names/index.ts';
import { ChatAnchor } from '../../navigation/index.ts';
import { usePresenceText, useRoleNote } from '../../presence/index.ts';
import { useSearchPanel } from '../../search/index.ts';
import styles from './ConversationHeaderContainer.module.css';
import type { ConversationView } from '../conversationView.ts';
import { strings } from '../strings.ts';

const ListingStatus = lazyPart(() => import('./ListingStatus.tsx'));

interface ConversationHeaderContainerProps {
  userId: number | null;
  /** Null while its members are not loaded. */
  chat: Chat | null;
  view: ConversationView | null;
  /** In front of the title; absent: the link back to the list, where the list is covered. */
  back?: ReactNode;
  /** Behind the title: controls of the application. */
  actions?: ReactNode;
  /** The user wants to see the messages of another day than this. */
  onDate: (date: string) => void;
}

/** The other members of a conversation, and what can be done with all of it. */
export function ConversationHeaderContainer(props: ConversationHeaderContainerProps) {
  const { userId, chat, view, actions, onDate } = props;
  const t = useStrings(strings);
  const search = useSearchPanel();
  const { named } = useNames();
  const shown = useMemo(() => chat && named(chat), [chat, named]);
  const [hasDetails, setHasDetails] = useState(false);
  const isOnline = usePresence(otherId(view)).data?.isOnline ?? false;
  return (
    <>
      <ConversationHeader
        chat={shown}
        ownId={userId}
        presence={view && <Status chat={chat} view={view} />}
        isOnline={isOnline}
        typingNames={useTypingNames(chat?.id ?? 0, view)}
        back={
          props.back ?? (
            <ChatAnchor
              chatId={null}
              className={styles['back'] ?? ''}
              aria-label={t.back}
              title={t.back}
            >
              <BackIcon />
            </ChatAnchor>
          )
        }
        actions={actions}
        onOpenDetails={
          view?.isGroup === true
            ? () => {
                setHasDetails(true);
              }
            : undefined
        }
        onJumpToDate={
          chat?.last_message
            ? () => {
                onDate(new Date().toISOString());
              }
            : undefined
        }
        onToggleSearch={search.toggleInChat}
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

function Status({ chat, view }: { chat: Chat | null; view: ConversationView }) {
  return chat !== null && chat.listing !== null ? (
    <Suspense>
      <ListingStatus chat={chat} otherId={otherId(view)} />
    </Suspense>
  ) : (
    <PresenceNote view={view} />
  );
}

/** The roles of a private chat's members, and whether the other one is online. */
function PresenceNote({ view }: { view: ConversationView }) {
  const roleNote = useRoleNote();
  const { text } = usePresenceText(otherId(view));
  const roles = view.others.map(({ role }) => roleNote(role)).filter((role) => role !== '');
  return [roles.join(' — '), text ?? ''].filter((part) => part !== '').join(' · ');
}

/** The other person of a private chat. */
function otherId(view: ConversationView | null): number | null {
  const others =
    (view?.ownId ?? null) === null || view?.isGroup === true ? [] : (view?.others ?? []);
  return others[0]?.id ?? null;
}

const NOBODY: readonly number[] = [];

/** Names of the users who are typing, empty in a private chat; null while no one is. */
function useTypingNames(chatId: number, view: ConversationView | null): string[] | null {
  const { data: typing } = useTypingUsers(chatId);
  const people = useUsersById(view?.isGroup === true ? typing : NOBODY);
  if ((view?.ownId ?? null) === null || typing.length === 0) return null;
  return people.map((user) => view?.nameOf(user) ?? '');
}

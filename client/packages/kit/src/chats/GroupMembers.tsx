import type { Chat, Member } from '@vestnik/sdk/model';
import { Avatar, Button } from '@vestnik/ui';
import { SearchField } from '@vestnik/ui/chat';
import { useDisplayName } from '@vestnik/ui/format';
import { EllipsisVertical } from 'lucide-react';

import { MenuButton, type MenuItem } from '../menu/index.ts';
import styles from './Dialogs.module.css';
import type { GroupActions } from './groupActions.ts';
import { memberRights } from './groupRights.ts';
import { useDialogStrings } from './dialogStrings.ts';
import { useChatsStrings } from './strings.ts';

/** The members of a group as the host has read them: those whom `query` finds. */
export interface MembersList {
  readonly members: readonly Member[];
  readonly query: string;
  readonly onQuery: (query: string) => void;
  /** There are more: reads them. */
  readonly onLoadMore?: (() => void) | undefined;
  readonly isLoading: boolean;
}

interface MemberActionsProps {
  chat: Chat;
  ownId: number | null;
  actions: GroupActions;
}

interface GroupMembersProps extends MemberActionsProps {
  list: MembersList;
}

/** Groups with more members than this are searched. */
const SEARCHED_FROM = 10;

/** The members of a group with their roles, and what the caller may do with each. */
export function GroupMembers({ list, ...rest }: GroupMembersProps) {
  const t = useDialogStrings();
  const listStrings = useChatsStrings();
  const { member_count: count } = rest.chat;
  return (
    <section className={styles['section']}>
      <h3 className={styles['heading']}>{listStrings.memberCount(count)}</h3>
      {count > SEARCHED_FROM ? (
        <SearchField label={t.findMember} value={list.query} onChange={list.onQuery} />
      ) : null}
      <ul className={styles['members']}>
        {list.members.map((member) => (
          <MemberRow key={member.user.id} member={member} {...rest} />
        ))}
      </ul>
      {list.members.length === 0 && !list.isLoading ? (
        <p className={styles['note']}>{t.noPeople}</p>
      ) : null}
      {list.onLoadMore ? (
        <Button isPending={list.isLoading} onClick={list.onLoadMore}>
          {t.moreMembers}
        </Button>
      ) : null}
    </section>
  );
}

function MemberRow({ member, chat, ownId, actions }: MemberActionsProps & { member: Member }) {
  const t = useDialogStrings();
  const name = useDisplayName()(member.user.name);
  const items = useMemberMenu(member, chat, ownId, actions);
  const { user, role } = member;
  return (
    <li className={styles['member']}>
      <Avatar id={user.id} name={name} isOnline={user.online} picture={user.avatar_url} />
      <span className={styles['name']}>
        {name}
        {user.id === ownId ? ` (${t.yourself})` : null}
      </span>
      {role === 'member' ? null : <span className={styles['note']}>{t.role[role]}</span>}
      {items.length === 0 ? null : (
        <MenuButton
          label={t.memberActions(name)}
          icon={<EllipsisVertical size={18} aria-hidden="true" />}
          items={items}
        />
      )}
    </li>
  );
}

function useMemberMenu(
  { user, role }: Member,
  chat: Chat,
  ownId: number | null,
  { onRole, onRemove }: GroupActions,
): MenuItem[] {
  const t = useDialogStrings();
  const rights = memberRights(chat, { id: user.id, role }, ownId);
  const items: MenuItem[] = [];
  if (rights.canSetRole) {
    const next = role === 'admin' ? 'member' : 'admin';
    items.push(
      {
        key: 'role',
        label: role === 'admin' ? t.makeMember : t.makeAdmin,
        onSelect: () => {
          onRole(user, next);
        },
      },
      {
        key: 'owner',
        label: t.makeOwner,
        onSelect: () => {
          onRole(user, 'owner');
        },
      },
    );
  }
  if (rights.canRemove) {
    items.push({
      key: 'remove',
      label: t.removeMember,
      isDanger: true,
      onSelect: () => {
        onRemove(user);
      },
    });
  }
  return items;
}

import type { Chat, Member } from '@vestnik/sdk/model';
import { Avatar } from '@vestnik/ui';
import { useDisplayName } from '@vestnik/ui/format';
import { EllipsisVertical } from 'lucide-react';

import { MenuButton, type MenuItem } from '../menu/index.ts';
import styles from './Dialogs.module.css';
import type { GroupActions } from './groupActions.ts';
import { memberRights } from './groupRights.ts';
import { useDialogStrings } from './dialogStrings.ts';
import { useChatsStrings } from './strings.ts';

interface GroupMembersProps {
  chat: Chat;
  ownId: number | null;
  actions: GroupActions;
}

/** The members of a group with their roles, and what the caller may do with each. */
export function GroupMembers({ chat, ownId, actions }: GroupMembersProps) {
  const t = useDialogStrings();
  const listStrings = useChatsStrings();
  const hidden = chat.member_count - chat.members.length;
  return (
    <section className={styles['section']}>
      <h3 className={styles['heading']}>{listStrings.memberCount(chat.member_count)}</h3>
      <ul className={styles['members']}>
        {chat.members.map((member) => (
          <MemberRow
            key={member.user.id}
            member={member}
            chat={chat}
            ownId={ownId}
            actions={actions}
          />
        ))}
      </ul>
      {hidden > 0 ? <p className={styles['note']}>{t.moreMembers(hidden)}</p> : null}
    </section>
  );
}

function MemberRow({ member, chat, ownId, actions }: GroupMembersProps & { member: Member }) {
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

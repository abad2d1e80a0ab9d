import type { Chat } from '@vestnik/sdk/model';
import { Button } from '@vestnik/ui';
import { useState } from 'react';

import styles from './Dialogs.module.css';
import type { GroupActions } from './groupActions.ts';
import { canDeleteGroup } from './groupRights.ts';
import { useDialogStrings } from './dialogStrings.ts';
import { useChatsStrings } from './strings.ts';

interface LeaveOrDeleteProps {
  chat: Chat;
  actions: GroupActions;
}

/** The buttons that leave and delete a group. Each asks before it acts. */
export function LeaveOrDelete({ chat, actions }: LeaveOrDeleteProps) {
  const t = useDialogStrings();
  const listStrings = useChatsStrings();
  const [asked, setAsked] = useState<'leave' | 'delete' | null>(null);
  const canLeave = chat.me.can.includes('leave');
  const canDelete = canDeleteGroup(chat);
  if (!canLeave && !canDelete) return null;
  if (asked !== null) {
    const isLeaving = asked === 'leave';
    return (
      <div className={styles['section']}>
        <div className={styles['confirm']} role="alert">
          {isLeaving ? t.leaveQuestion : t.deleteQuestion}
          <div className={styles['row']}>
            <Button
              variant="danger"
              onClick={() => {
                if (isLeaving) actions.onLeave();
                else actions.onDelete();
              }}
            >
              {isLeaving ? listStrings.leave : t.deleteGroup}
            </Button>
            <Button
              onClick={() => {
                setAsked(null);
              }}
            >
              {t.cancel}
            </Button>
          </div>
        </div>
      </div>
    );
  }
  return (
    <div className={styles['section']}>
      <div className={styles['row']}>
        {canLeave ? (
          <Button
            onClick={() => {
              setAsked('leave');
            }}
          >
            {listStrings.leave}
          </Button>
        ) : null}
        {canDelete ? (
          <Button
            onClick={() => {
              setAsked('delete');
            }}
          >
            {t.deleteGroup}
          </Button>
        ) : null}
      </div>
    </div>
  );
}

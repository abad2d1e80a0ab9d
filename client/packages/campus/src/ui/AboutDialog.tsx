import { Avatar, Button, Dialog, DialogActions, IconButton } from '@vestnik/ui';
import { usePersonName } from '@vestnik/ui/format';
import { useText } from '@vestnik/ui/i18n';
import { useProblemText } from '@vestnik/ui/problem';
import { UserMinus } from 'lucide-react';
import { useState } from 'react';
import { toast } from 'sonner';

import {
  useAddParticipant,
  useConversations,
  useDeleteConversation,
  useRemoveParticipant,
} from '../model/services/chatQueries.ts';
import type { Conversation, Person } from '../model/types/chat.ts';
import styles from './AboutDialog.module.css';
import type { Cast } from './cast.ts';
import { ConfirmDialog } from './ConfirmDialog.tsx';
import { messages } from './messages.ts';
import { PeoplePicker } from './PeoplePicker.tsx';

interface AboutDialogProps {
  conversation: Conversation;
  cast: Cast;
  isOpen: boolean;
  onClose: () => void;
}

/** Who is in a conversation, and what may be done about that. */
export function AboutDialog({ isOpen, onClose, ...rest }: AboutDialogProps) {
  const t = useText(messages);
  const { conversation, cast } = rest;
  const [asked, setAsked] = useState<'leave' | 'delete' | null>(null);
  const removal = useRemoveParticipant();
  const deletion = useDeleteConversation();
  const { ownId, isCreator, isGroup } = cast;
  const leave = () =>
    ownId === null
      ? Promise.resolve()
      : removal.mutateAsync({ conversationId: conversation.id, userId: ownId });

  return (
    <>
      <Dialog isOpen={isOpen && asked === null} title={cast.title || t.about} onClose={onClose}>
        <Members {...rest} />
        <DialogActions>
          {isGroup ? (
            <Button
              onClick={() => {
                setAsked('leave');
              }}
            >
              {t.leave}
            </Button>
          ) : null}
          {isCreator || !isGroup ? (
            <Button
              onClick={() => {
                setAsked('delete');
              }}
            >
              {t.deleteConversation}
            </Button>
          ) : null}
          <Button variant="primary" onClick={onClose}>
            {t.close}
          </Button>
        </DialogActions>
      </Dialog>
      <ConfirmDialog
        isOpen={asked === 'leave'}
        title={t.leaveQuestion}
        text={isCreator ? t.leaveWarningCreator : t.leaveWarning}
        action={t.leave}
        act={leave}
        onClose={() => {
          setAsked(null);
        }}
      />
      <ConfirmDialog
        isOpen={asked === 'delete'}
        title={t.deleteConversationQuestion}
        text={t.deleteConversationWarning}
        action={t.delete}
        act={() => deletion.mutateAsync(conversation.id)}
        onClose={() => {
          setAsked(null);
        }}
      />
    </>
  );
}

function Members({ conversation, cast }: Pick<AboutDialogProps, 'conversation' | 'cast'>) {
  const t = useText(messages);
  const problem = useProblemText();
  const personName = usePersonName();
  const { data: conversations } = useConversations();
  const addition = useAddParticipant();
  const removal = useRemoveParticipant();
  const [added, setAdded] = useState<Person | null>(null);

  const fail = (reason: unknown) => {
    toast.error(t.notDone, { description: problem(reason) });
  };
  const add = async ({ id }: Person) => {
    try {
      await addition.mutateAsync({ conversationId: conversation.id, userId: id });
      setAdded(null);
    } catch (reason) {
      fail(reason);
    }
  };

  return (
    <>
      <ul className={styles['members']} aria-label={t.members}>
        {conversation.participants.map(({ user_id, name }) => (
          <li key={user_id} className={styles['member']}>
            <Avatar id={user_id} name={personName(name)} size="s" />
            <span className={styles['name']}>
              {personName(name)}
              {user_id === conversation.created_by && cast.isGroup ? (
                <span className={styles['note']}>{t.creator}</span>
              ) : null}
            </span>
            {cast.isCreator && user_id !== cast.ownId ? (
              <IconButton
                label={t.remove(personName(name))}
                onClick={() => {
                  removal.mutate(
                    { conversationId: conversation.id, userId: user_id },
                    { onError: fail },
                  );
                }}
              >
                <UserMinus size={18} aria-hidden="true" />
              </IconButton>
            ) : null}
          </li>
        ))}
      </ul>
      {cast.isCreator ? (
        <form
          className={styles['add']}
          onSubmit={(event) => {
            event.preventDefault();
            if (added !== null) void add(added);
          }}
        >
          <PeoplePicker
            label={t.addPerson}
            conversations={conversations ?? []}
            people={added === null ? [] : [added]}
            isSingle
            error={null}
            onChange={(people) => {
              setAdded(people[0] ?? null);
            }}
          />
          <Button type="submit" isPending={addition.isPending} disabled={added === null}>
            {t.add}
          </Button>
        </form>
      ) : null}
    </>
  );
}

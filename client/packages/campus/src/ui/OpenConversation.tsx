import { Composer, ComposerBanner } from '@vestnik/kit/composer';
import { TypingNotifier } from '@vestnik/sdk';
import { useText } from '@vestnik/ui/i18n';
import { useProblemText } from '@vestnik/ui/problem';
import { useEffect, useMemo, useState } from 'react';
import { toast } from 'sonner';

import { drafts } from '../lib/drafts.ts';
import { isGone } from '../lib/refusal.ts';
import type { UseWebSocket } from '../lib/useWebSocket.tsx';
import { useDeleteMessage, useEditMessage } from '../model/services/chatQueries.ts';
import type { Message } from '../model/types/chat.ts';
import type { Cast } from './cast.ts';
import type { MessageActions } from './choices.ts';
import { ConfirmDialog } from './ConfirmDialog.tsx';
import { MessageLog, type ShownHistory } from './MessageLog.tsx';
import { MessageMenu } from './MessageMenu.tsx';
import { messages as words } from './messages.ts';
import { editing, emptied, focused, givenBack, replying, type Task } from './writing.ts';
import { useWriting } from './useWriting.ts';

interface OpenConversationProps {
  conversationId: string;
  cast: Cast;
  socket: UseWebSocket;
  history: ShownHistory;
}

/** The messages, and where one writes, answers and changes them. */
export function OpenConversation({ conversationId, cast, socket, history }: OpenConversationProps) {
  const t = useText(words);
  const problem = useProblemText();
  const edition = useEditMessage();
  const deletion = useDeleteMessage();
  const [{ text, task, turn }, setWriting, resume] = useWriting(conversationId, history.messages);
  const [doomed, setDoomed] = useState<Message | null>(null);
  const [chosen, setChosen] = useState<Message | null>(null);
  const [sentCount, setSentCount] = useState(0);
  const { sendTyping, sendMessage } = socket;
  const notifier = useMemo(() => new TypingNotifier(sendTyping), [sendTyping]);
  useEffect(
    () => () => {
      notifier.onStop();
    },
    [notifier],
  );

  const done = () => {
    setWriting(task?.kind === 'edit' ? (before) => resume(emptied(before)) : emptied);
  };
  const edit = async (message: Message, content: string) => {
    try {
      await edition.mutateAsync({ message, text: content });
    } catch (reason) {
      toast.error(t.notEdited, {
        description: problem(reason, { message_not_found: t.editedGone }),
      });
      const rest: Task = isGone(reason) ? null : { kind: 'edit', message };
      setWriting((before) => givenBack(before, content, rest, drafts.of(conversationId)));
    }
  };
  const send = (content: string) => {
    if (task?.kind === 'edit') {
      if (content !== task.message.text) void edit(task.message, content);
    } else {
      sendMessage(content, task?.message.id ?? null);
      setSentCount((count) => count + 1);
    }
    done();
  };
  const actions = useMemo<MessageActions>(
    () => ({
      reply: (message) => {
        setWriting((before) => replying(before, message, drafts.of(conversationId)));
      },
      edit: (message) => {
        setWriting((before) => editing(before, message));
      },
      delete: setDoomed,
    }),
    [setWriting, conversationId],
  );

  return (
    <>
      <MessageLog
        conversationId={conversationId}
        cast={cast}
        socket={socket}
        history={history}
        sentCount={sentCount}
        actions={actions}
        onMore={setChosen}
      />
      <Composer
        // By the key the field takes the focus anew.
        key={turn}
        text={text}
        onText={(changed) => {
          setWriting((before) => ({ ...before, text: changed }));
        }}
        onSend={(message) => {
          send(message.text);
        }}
        notifier={notifier}
        onEscape={task === null ? undefined : done}
        isEditing={task?.kind === 'edit'}
        banner={
          task === null ? null : (
            <ComposerBanner
              kind={task.kind}
              authorName={cast.nameOf(task.message.sender_id)}
              excerpt={task.message.text ?? ''}
              onCancel={done}
            />
          )
        }
      />
      <MessageMenu
        message={chosen}
        cast={cast}
        actions={actions}
        onClose={() => {
          setChosen(null);
        }}
      />
      <ConfirmDialog
        isOpen={doomed !== null}
        title={t.deleteQuestion}
        text={t.deleteWarning}
        action={t.delete}
        act={() => (doomed === null ? Promise.resolve() : deletion.mutateAsync(doomed))}
        onClose={() => {
          setDoomed(null);
        }}
        onDone={() => {
          // What was pressed is gone with the message.
          setWriting(focused);
        }}
      />
    </>
  );
}

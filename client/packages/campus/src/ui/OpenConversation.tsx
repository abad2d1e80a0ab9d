import { TypingNotice } from '@vestnik/sdk';
import { Composer } from '@vestnik/ui/chat';
import { useText } from '@vestnik/ui/i18n';
import { useProblemText } from '@vestnik/ui/problem';
import { useEffect, useMemo, useState } from 'react';
import { toast } from 'sonner';

import type { UseWebSocket } from '../lib/useWebSocket.tsx';
import { useDeleteMessage, useEditMessage } from '../model/services/chatQueries.ts';
import type { Message } from '../model/types/chat.ts';
import type { Cast } from './cast.ts';
import { ConfirmDialog } from './ConfirmDialog.tsx';
import { MessageLog, type ShownHistory } from './MessageLog.tsx';
import { messages as words } from './messages.ts';
import { Over } from './Over.tsx';

interface OpenConversationProps {
  conversationId: string;
  cast: Cast;
  socket: UseWebSocket;
  history: ShownHistory;
}

/** What the composer is about besides a new message. */
type Task = { readonly kind: 'reply' | 'edit'; readonly message: Message } | null;

/** The messages, and where one writes, answers and changes them. */
export function OpenConversation({ conversationId, cast, socket, history }: OpenConversationProps) {
  const t = useText(words);
  const problem = useProblemText();
  const edition = useEditMessage();
  const deletion = useDeleteMessage();
  const [text, setText] = useState('');
  const [task, setTask] = useState<Task>(null);
  const [doomed, setDoomed] = useState<Message | null>(null);
  const [sentCount, setSentCount] = useState(0);
  const { sendTyping, sendMessage } = socket;
  const notice = useMemo(() => new TypingNotice(sendTyping), [sendTyping]);
  useEffect(
    () => () => {
      notice.stopped();
    },
    [notice],
  );

  const done = () => {
    setText('');
    setTask(null);
  };
  const send = (content: string) => {
    if (task?.kind === 'edit') {
      const { message } = task;
      if (content !== message.text) {
        edition.mutate(
          { message, text: content },
          {
            onError: (reason) => {
              toast.error(t.notEdited, { description: problem(reason) });
            },
          },
        );
      }
    } else {
      sendMessage(content, task?.message.id ?? null);
      setSentCount((count) => count + 1);
    }
    done();
  };
  const actions = useMemo(
    () => ({
      reply: (message: Message) => {
        setTask((before) => {
          if (before?.kind === 'edit') setText('');
          return { kind: 'reply', message };
        });
      },
      edit: (message: Message) => {
        setTask({ kind: 'edit', message });
        setText(message.text ?? '');
      },
      askToDelete: setDoomed,
    }),
    [],
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
      />
      <Composer
        // By the key the field takes the focus for each task anew.
        key={`${task?.kind ?? ''}:${task?.message.id ?? ''}`}
        text={text}
        onText={setText}
        onSend={send}
        notice={notice}
        onEscape={task === null ? undefined : done}
      >
        {task === null ? null : (
          <Over
            title={
              task.kind === 'edit' ? t.editing : t.replyingTo(cast.nameOf(task.message.sender_id))
            }
            text={task.message.text ?? ''}
            onStop={done}
          />
        )}
      </Composer>
      <ConfirmDialog
        isOpen={doomed !== null}
        title={t.deleteQuestion}
        text={t.deleteWarning}
        action={t.delete}
        act={() => (doomed === null ? Promise.resolve() : deletion.mutateAsync(doomed))}
        onClose={() => {
          setDoomed(null);
        }}
      />
    </>
  );
}

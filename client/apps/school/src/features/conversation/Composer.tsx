import type { Member } from '@vestnik/sdk';
import { useTyping } from '@vestnik/sdk/react';
import { Composer as Field, ComposerBanner } from '@vestnik/kit/composer';
import { ErrorNote } from '@vestnik/ui';
import { useText } from '@vestnik/ui/i18n';

import { memberName, type ConversationView } from './conversationView.ts';
import { toErrorReason } from './errorReason.ts';
import { LazyVoiceRecorder } from './LazyVoiceRecorder.tsx';
import { strings } from './strings.ts';
import type { Composition } from './useComposition.ts';

interface ComposerProps {
  view: ConversationView;
  members: readonly Member[];
  composition: Composition;
  chatId: number;
  onEditLast: () => void;
}

/** The composer of a chat, for what `me.can` allows. */
export function Composer({ view, members, composition, chatId, onEditLast }: ComposerProps) {
  const t = useText(strings);
  const { notifier } = useTyping(chatId);
  const { text, setText, editing, replyTo, files, error, cancel, send, sendVoice } = composition;
  const isEditing = editing !== null;
  const canAttach = view.can.has('attach');
  return (
    <Field
      // Remounted for a reply or an edit, so that it takes the focus.
      key={`${editing?.id ?? ''} ${replyTo?.id ?? ''}`}
      text={text}
      onText={setText}
      onSend={send}
      notifier={isEditing ? null : notifier}
      isEditing={isEditing}
      onEscape={isEditing || replyTo !== null ? cancel : undefined}
      onEditLast={onEditLast}
      attachments={
        canAttach
          ? {
              items: files.items,
              onAdd: files.add,
              onRemove: files.remove,
              onRetry: () => undefined,
            }
          : undefined
      }
      members={view.isGroup ? members : []}
      ownId={view.ownId}
      banner={
        editing ? (
          <ComposerBanner kind="edit" excerpt={editing.text} onCancel={cancel} />
        ) : replyTo ? (
          <ComposerBanner
            kind="reply"
            authorName={
              replyTo.author_id === view.ownId
                ? t.you
                : (memberName(view, replyTo.author_id) ?? view.deletedUserName)
            }
            excerpt={replyTo.excerpt}
            onCancel={cancel}
          />
        ) : null
      }
      footer={error ? <ErrorNote>{t.reasons[toErrorReason(error)]}</ErrorNote> : null}
      voice={canAttach ? <LazyVoiceRecorder onRecorded={sendVoice} /> : undefined}
    />
  );
}

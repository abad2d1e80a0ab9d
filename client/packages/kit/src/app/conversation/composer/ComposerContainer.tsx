import type { Chat, Member } from '@vestnik/sdk';
import { useTyping } from '@vestnik/sdk/react';
import { ErrorMessage } from '@vestnik/ui';
import { useStrings } from '@vestnik/ui/i18n';
import { Suspense, useState } from 'react';

import {
  Composer,
  DEFAULT_ATTACHMENT_RULES,
  type ComposerAttachments,
} from '../../../composer/index.ts';
import { lazyPart } from '../../../lazyPart.ts';
import { useChatPolicy } from '../../policy/index.ts';
import { useConversationSlots } from '../../slots/index.ts';
import type { ConversationView } from '../conversationView.ts';
import { toErrorReason } from '../errorReason.ts';
import { LazyVoiceRecorder } from './LazyVoiceRecorder.tsx';
import { strings } from '../strings.ts';
import type { AttachedFiles } from './useAttachedFiles.ts';
import type { Composition } from './useComposition.ts';

const Banner = lazyPart(() => import('./Banner.tsx'));
const Mentionable = lazyPart(() => import('./Mentionable.tsx'));

interface ComposerContainerProps {
  view: ConversationView;
  chat: Chat;
  composition: Composition;
  onEditLast: () => void;
}

/** The composer of a chat, for what `me.can` allows, or what the application has instead. */
export function ComposerContainer(props: ComposerContainerProps) {
  const { renderComposer } = useConversationSlots();
  const original = <OwnComposer {...props} />;
  return renderComposer ? renderComposer(props.chat, original) : original;
}

const NO_MEMBERS: readonly Member[] = [];

function OwnComposer({ view, chat, composition, onEditLast }: ComposerContainerProps) {
  const t = useStrings(strings);
  const { notifier } = useTyping(chat.id);
  const { composerBanner, attachItems } = useConversationSlots();
  const { text, setText, editing, replyTo, files, error, cancel, send, sendVoice, parts } =
    composition;
  const { maxMessageLength, files: offeredFiles } = useChatPolicy();
  const isEditing = editing !== null;
  const canAttach = view.can.has('attach');
  const [mention, setMention] = useState<string | null>(null);
  const [members, setMembers] = useState(NO_MEMBERS);
  return (
    <>
      <Composer
        // Remounted for a reply or an edit, so that it takes the focus.
        key={`${editing?.id ?? ''} ${replyTo?.id ?? ''}`}
        text={text}
        onText={setText}
        onSend={send}
        maxLength={maxMessageLength}
        notifier={isEditing ? null : notifier}
        isEditing={isEditing}
        onEscape={isEditing || replyTo !== null ? cancel : undefined}
        onEditLast={onEditLast}
        attachments={canAttach ? asAttachments(files, offeredFiles === 'images') : undefined}
        attachItems={attachItems?.(chat)}
        members={members}
        onMention={view.isGroup ? setMention : undefined}
        ownId={view.ownId}
        banner={
          composerBanner !== undefined || isEditing || replyTo !== null ? (
            <>
              {composerBanner?.(chat)}
              <Suspense>
                <Banner view={view} composition={composition} />
              </Suspense>
            </>
          ) : null
        }
        footer={error ? <ErrorMessage>{t.reasons[toErrorReason(error)]}</ErrorMessage> : null}
        voice={
          canAttach && offeredFiles === 'all' ? (
            <LazyVoiceRecorder onRecorded={sendVoice} />
          ) : undefined
        }
        sendOptions={parts && ((take) => <parts.SendMenu {...{ take, chat, composition }} />)}
      />
      {mention === null ? null : (
        <Suspense>
          <Mentionable chatId={chat.id} query={mention} onFound={setMembers} />
        </Suspense>
      )}
    </>
  );
}

const IMAGE_RULES = {
  ...DEFAULT_ATTACHMENT_RULES,
  maxBytes: 25 * 1024 * 1024,
  isImagesOnly: true,
};

function asAttachments(files: AttachedFiles, isImagesOnly: boolean): ComposerAttachments {
  return {
    items: files.items,
    rules: isImagesOnly ? IMAGE_RULES : DEFAULT_ATTACHMENT_RULES,
    onAdd: files.add,
    onRemove: files.remove,
  };
}

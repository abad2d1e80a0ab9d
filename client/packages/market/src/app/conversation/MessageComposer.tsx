import { PlainComposer, type AttachmentRules } from '@vestnik/kit/composer';
import { lazyPart } from '@vestnik/kit/lazyPart';
import type { Chat } from '@vestnik/sdk';
import { useTyping } from '@vestnik/sdk/react';
import { useStrings } from '@vestnik/ui/i18n';
import { Suspense } from 'react';

import { strings } from '../strings.ts';
import type { Composition } from './useComposition.ts';

const ReplyBanner = lazyPart(() => import('./replyBanner.ts'));

/** The realm's limit, in characters. */
const MAX_LENGTH = 2_000;
/** What the realm takes: see docs/realms/market.md. */
const RULES: AttachmentRules = { maxCount: 10, maxBytes: 25 * 1024 * 1024, isImagesOnly: true };

interface MessageComposerProps {
  chat: Chat;
  ownId: number | null;
  composition: Composition;
  onSend: Composition['send'];
}

export function MessageComposer({ chat, ownId, composition, onSend }: MessageComposerProps) {
  const t = useStrings(strings);
  const { notifier } = useTyping(chat.id);
  const { text, setText, replyTo, files, cancelReply } = composition;
  const { can } = chat.me;
  const author = chat.members.find(({ user }) => user.id === replyTo?.author_id)?.user;
  return (
    <PlainComposer
      // Remounted for a reply, so that it takes the focus.
      key={replyTo?.id ?? ''}
      text={text}
      onText={setText}
      onSend={onSend}
      maxLength={MAX_LENGTH}
      notifier={notifier}
      onEscape={replyTo === null ? undefined : cancelReply}
      attachments={
        can.includes('attach')
          ? {
              items: files,
              rules: RULES,
              onAdd: composition.addFiles,
              onRemove: composition.removeFile,
            }
          : undefined
      }
      banner={
        replyTo === null ? null : (
          <Suspense>
            <ReplyBanner
              kind="reply"
              authorName={author?.id === ownId ? t.you : author?.name}
              excerpt={replyTo.excerpt === '' ? t.picture : replyTo.excerpt}
              onCancel={cancelReply}
            />
          </Suspense>
        )
      }
    />
  );
}

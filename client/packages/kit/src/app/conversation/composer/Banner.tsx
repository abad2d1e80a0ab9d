import { ComposerBanner } from '../../../composer/index.ts';
import type { ConversationView } from '../conversationView.ts';
import { useAuthorNames } from '../messages/useAuthorNames.ts';
import type { Composition } from './useComposition.ts';

const NOTHING_ELSE = { reply_to: null, forwarded_from: null };

interface BannerProps {
  view: ConversationView;
  composition: Composition;
}

/** The message that is edited or replied to. */
export default function Banner({ view, composition }: BannerProps) {
  const { editing, replyTo, cancel } = composition;
  const authorId = replyTo?.author_id ?? null;
  const { nameOf } = useAuthorNames(view, { author_id: authorId, ...NOTHING_ELSE });
  if (editing) return <ComposerBanner kind="edit" excerpt={editing.text} onCancel={cancel} />;
  if (!replyTo) return null;
  return (
    <ComposerBanner
      kind="reply"
      authorName={nameOf(authorId)}
      excerpt={replyTo.excerpt}
      onCancel={cancel}
    />
  );
}

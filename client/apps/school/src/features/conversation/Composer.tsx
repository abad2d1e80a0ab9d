import { Composer as Field } from '@vestnik/kit/composer';
import type { TypingNotice } from '@vestnik/sdk';

import { draftKey } from '../../drafts/index.ts';
import { useDraft } from './useDraft.ts';

interface ComposerProps {
  userId: number;
  chatId: number;
  notice: TypingNotice | null;
  onSend: (content: string) => void;
}

/** Where one writes. Its text is kept until it is sent. */
export function Composer({ userId, chatId, notice, onSend }: ComposerProps) {
  const [text, setText] = useDraft(draftKey(userId, chatId));
  return (
    <Field
      text={text}
      onText={setText}
      notifier={
        notice && {
          onInput: () => {
            notice.typed();
          },
          onStop: () => {
            notice.stopped();
          },
        }
      }
      onSend={({ text: content }) => {
        onSend(content);
        setText('');
      }}
    />
  );
}

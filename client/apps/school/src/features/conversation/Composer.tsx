import { Composer as Field } from '@vestnik/kit/composer';
import type { TypingNotifier } from '@vestnik/sdk';

import { draftKey } from '../../drafts/index.ts';
import { useDraft } from './useDraft.ts';

interface ComposerProps {
  userId: number;
  chatId: number;
  notifier: TypingNotifier | null;
  onSend: (content: string) => void;
}

/** The composer; its text is stored until it is sent. */
export function Composer({ userId, chatId, notifier, onSend }: ComposerProps) {
  const [text, setText] = useDraft(draftKey(userId, chatId));
  return (
    <Field
      text={text}
      onText={setText}
      notifier={notifier}
      onSend={({ text: content }) => {
        onSend(content);
        setText('');
      }}
    />
  );
}

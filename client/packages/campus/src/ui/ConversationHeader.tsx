import { Avatar, IconButton } from '@vestnik/ui';
import { TypingLine } from '@vestnik/ui/chat';
import { useText } from '@vestnik/ui/i18n';
import { ArrowLeft, Info } from 'lucide-react';
import { useState } from 'react';

import { useTypists } from '../lib/usePending.ts';
import type { Conversation } from '../model/types/chat.ts';
import { AboutDialog } from './AboutDialog.tsx';
import type { Cast } from './cast.ts';
import styles from './ConversationHeader.module.css';
import { hueOf } from './hue.ts';
import { messages } from './messages.ts';

interface ConversationHeaderProps {
  /** Null while it is not known, or not the reader's any more. */
  conversation: Conversation | null;
  cast: Cast;
  onBack?: (() => void) | undefined;
}

/** What is open, who is in it, and who types. */
export function ConversationHeader({ conversation, cast, onBack }: ConversationHeaderProps) {
  const t = useText(messages);
  const [isOpen, setOpen] = useState(false);
  return (
    <header className={styles['header']}>
      {onBack === undefined ? null : (
        <IconButton className={styles['back']} label={t.back} onClick={onBack}>
          <ArrowLeft size={22} aria-hidden="true" />
        </IconButton>
      )}
      {conversation === null ? null : (
        <Avatar id={hueOf(conversation, cast.ownId)} name={cast.title} />
      )}
      <div className={styles['who']}>
        <h2 className={styles['title']}>{cast.title}</h2>
        {conversation === null ? null : (
          <p className={styles['about']}>
            <About conversation={conversation} cast={cast} />
          </p>
        )}
      </div>
      {conversation === null ? null : (
        <>
          <IconButton
            label={t.about}
            onClick={() => {
              setOpen(true);
            }}
          >
            <Info size={20} aria-hidden="true" />
          </IconButton>
          <AboutDialog
            conversation={conversation}
            cast={cast}
            isOpen={isOpen}
            onClose={() => {
              setOpen(false);
            }}
          />
        </>
      )}
    </header>
  );
}

function About({ conversation, cast }: { conversation: Conversation; cast: Cast }) {
  const t = useText(messages);
  const typists = useTypists(conversation.id);
  if (typists.length > 0)
    return <TypingLine names={cast.isGroup ? typists.map(cast.nameOf) : []} />;
  return cast.isGroup ? t.memberCount(conversation.participants.length) : t.privateNote;
}

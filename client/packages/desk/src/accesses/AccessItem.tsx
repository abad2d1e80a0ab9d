import type { DeskAccess } from '@vestnik/sdk/desk';
import { useTimeFormat } from '@vestnik/ui/format';
import { useLanguage, useStrings } from '@vestnik/ui/i18n';

import { inWords } from '../audit/eventWords.ts';
import { ChatLinks } from '../shared/ChatLinks.tsx';
import styles from '../shared/ListView.module.css';
import { useActorName, useChatTitle } from '../shared/names.ts';
import { strings } from './strings.ts';

interface AccessItemProps {
  access: DeskAccess;
  /** The address of a conversation; absent: the user has none. */
  chatHref?: (chatId: number) => string;
}

/** One access: the reader, what they read, when, by which route, and why. */
export function AccessItem({ access, chatHref }: AccessItemProps) {
  const t = useStrings(strings);
  const { language } = useLanguage();
  const actorName = useActorName();
  const titleOf = useChatTitle();
  const { fullDateTime } = useTimeFormat();
  const { at, reader, via_key, chat, attachment_id, route, address, reason } = access;
  // An API key that acts for no person has no reader.
  const name = reader === null && via_key !== null ? t.program : actorName(reader);
  const title = chat === null ? t.allChats : titleOf(chat);
  return (
    <li className={styles['item']}>
      <div className={styles['lines']}>
        <p className={styles['title']}>
          {t.didWhat(name, inWords('action', access.action, language))}
        </p>
        <p className={styles['text']}>
          {attachment_id === null ? title : `${title} · ${t.file(attachment_id)}`}
        </p>
        <p className={reason === null ? styles['muted'] : styles['text']}>
          {reason === null ? t.noReason : t.reason(reason)}
        </p>
        <p className={styles['muted']}>
          {[...(via_key === null ? [] : [t.viaKey(via_key)]), address, route].join(' · ')}
        </p>
      </div>
      <time className={styles['muted']} dateTime={at}>
        {fullDateTime(at)}
      </time>
      {chat === null ? null : <ChatLinks chat={chat} chatHref={chatHref} />}
    </li>
  );
}

import type { DeskAccess, DeskChat } from '@vestnik/sdk/desk';
import { AddressLink } from '@vestnik/ui/address';
import { useTimeFormat } from '@vestnik/ui/format';
import { useStrings } from '@vestnik/ui/i18n';

import { deskHref } from '../shared/address.ts';
import { useActorName, useChatTitle } from '../shared/names.ts';
import { strings as deskStrings } from '../shared/strings.ts';
import styles from './AccessesView.module.css';
import { strings } from './strings.ts';

interface AccessItemProps {
  access: DeskAccess;
  /** The address of a conversation; absent: the user has none. */
  chatHref?: (chatId: number) => string;
}

/** One access: who, what, when, by which way, and why. */
export function AccessItem({ access, chatHref }: AccessItemProps) {
  const t = useStrings(strings);
  const actorName = useActorName();
  const titleOf = useChatTitle();
  const { fullDateTime } = useTimeFormat();
  const { at, reader, via_key, chat, attachment_id, route, address, reason } = access;
  // A program acts for nobody.
  const name = reader === null && via_key !== null ? t.program : actorName(reader);
  // The server may have further actions.
  const actions: Readonly<Record<string, string | undefined>> = t.actions;
  const title = chat === null ? t.allChats : titleOf(chat);
  return (
    <li className={styles['item']}>
      <div className={styles['lines']}>
        <p className={styles['title']}>
          {t.didWhat(name, actions[access.action] ?? access.action)}
        </p>
        <p className={styles['chat']}>
          {attachment_id === null ? title : `${title} · ${t.file(attachment_id)}`}
        </p>
        <p className={reason === null ? styles['muted'] : styles['reason']}>
          {reason === null ? t.noReason : t.reason(reason)}
        </p>
        <p className={styles['muted']}>
          {[...(via_key === null ? [] : [t.viaKey(via_key)]), address, route].join(' · ')}
        </p>
      </div>
      <time className={styles['muted']} dateTime={at}>
        {fullDateTime(at)}
      </time>
      {chat === null ? null : (
        <ChatLinks chat={chat} title={title} {...(chatHref && { chatHref })} />
      )}
    </li>
  );
}

interface ChatLinksProps extends Pick<AccessItemProps, 'chatHref'> {
  chat: DeskChat;
  title: string;
}

function ChatLinks({ chat, title, chatHref }: ChatLinksProps) {
  const words = useStrings(deskStrings);
  return (
    <p className={styles['links']}>
      {chatHref === undefined ? null : (
        <AddressLink href={chatHref(chat.id)} aria-label={words.toChatOf(title)}>
          {words.toChat}
        </AddressLink>
      )}
      <AddressLink
        href={deskHref('audit', { chatId: chat.id })}
        aria-label={words.toAuditOf(title)}
      >
        {words.toAudit}
      </AddressLink>
    </p>
  );
}

import type { DeskChat } from '@vestnik/sdk/desk';
import { AddressLink } from '@vestnik/ui/address';
import { useStrings } from '@vestnik/ui/i18n';

import { deskHref } from './address.ts';
import styles from './ListView.module.css';
import { useChatTitle } from './names.ts';
import { strings } from './strings.ts';

interface ChatLinksProps {
  chat: DeskChat;
  /** The address of a conversation; absent: the user has none. */
  chatHref?: ((chatId: number) => string) | undefined;
}

/** Links to a conversation and to its audit. */
export function ChatLinks({ chat, chatHref }: ChatLinksProps) {
  const words = useStrings(strings);
  const title = useChatTitle()(chat);
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

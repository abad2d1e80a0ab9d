import { Desk } from '@vestnik/desk';

/** The operator's desk for admins of the school: nobody reports messages there. */
export function DeskPage() {
  return (
    <Desk
      views={['unanswered', 'statistics', 'audit', 'accesses', 'erasure']}
      searchesChats
      exportFormats={['html', 'csv', 'jsonl']}
      chatHref={(chatId) => `/chats/${chatId}`}
    />
  );
}

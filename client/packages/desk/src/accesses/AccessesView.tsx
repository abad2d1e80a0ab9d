import { useAccesses } from '@vestnik/sdk/desk';
import { useStrings } from '@vestnik/ui/i18n';
import { BookOpenCheck } from 'lucide-react';

import { ListView } from '../shared/ListView.tsx';
import { AccessItem } from './AccessItem.tsx';
import { strings } from './strings.ts';

interface AccessesViewProps {
  /** The address of a conversation; absent: the user has none. */
  chatHref?: (chatId: number) => string;
}

/** Accesses to chats by readers who are not their members. */
export function AccessesView(props: AccessesViewProps) {
  const words = useStrings(strings);
  return (
    <ListView items={useAccesses()} words={words} icon={<BookOpenCheck size={28} />}>
      {(access) => <AccessItem key={access.id} access={access} {...props} />}
    </ListView>
  );
}

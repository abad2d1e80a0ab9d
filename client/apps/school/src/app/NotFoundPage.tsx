import { Compass } from 'lucide-react';
import { Link } from 'wouter';

import { useText } from '../i18n/index.ts';
import { EmptyState, PageHeading } from '../ui/index.ts';
import { messages } from './messages.ts';
import { paths } from './routes.ts';

export function NotFoundPage() {
  const t = useText(messages);
  return (
    <EmptyState icon={<Compass size={28} />} title={<PageHeading>{t.notFound}</PageHeading>}>
      <p>{t.notFoundHint}</p>
      <p>
        <Link href={paths.chats}>{t.toChats}</Link>
      </p>
    </EmptyState>
  );
}

import { Compass } from 'lucide-react';
import { Link } from 'wouter';

import { useText } from '../i18n/index.ts';
import { EmptyState, PageHeading, VisuallyHidden } from '../ui/index.ts';
import { messages } from './messages.ts';
import { paths } from './routes.ts';

export function NotFoundPage() {
  const t = useText(messages);
  return (
    <>
      <VisuallyHidden>
        <PageHeading>{t.notFound}</PageHeading>
      </VisuallyHidden>
      <EmptyState icon={<Compass size={28} />} title={t.notFound}>
        <p>{t.notFoundHint}</p>
        <p>
          <Link href={paths.chats}>{t.toChats}</Link>
        </p>
      </EmptyState>
    </>
  );
}

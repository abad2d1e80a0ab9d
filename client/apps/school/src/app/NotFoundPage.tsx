import { EmptyState, PageHeading } from '@vestnik/ui';
import { useStrings } from '@vestnik/ui/i18n';
import { Compass } from 'lucide-react';

import { AppLink } from './AppLink.tsx';
import { strings } from './strings.ts';
import { paths } from './routes.ts';

export default function NotFoundPage() {
  const t = useStrings(strings);
  return (
    <EmptyState icon={<Compass size={28} />} title={<PageHeading>{t.notFound}</PageHeading>}>
      <p>{t.notFoundHint}</p>
      <p>
        <AppLink href={paths.chats}>{t.toChats}</AppLink>
      </p>
    </EmptyState>
  );
}

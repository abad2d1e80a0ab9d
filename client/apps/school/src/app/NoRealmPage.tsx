import { EmptyState, PageHeading } from '@vestnik/ui';
import { useStrings } from '@vestnik/ui/i18n';
import { Compass } from 'lucide-react';

import { strings } from './strings.ts';
import { usePageTitle } from './usePageTitle.ts';

/** The server serves no realm of this name: nobody can sign in here. */
export default function NoRealmPage() {
  const t = useStrings(strings);
  usePageTitle(t.notFound, 0);
  return (
    <main>
      <EmptyState icon={<Compass size={28} />} title={<PageHeading>{t.notFound}</PageHeading>}>
        <p>{t.notFoundHint}</p>
        <p>
          <a href="/">{t.toChats}</a>
        </p>
      </EmptyState>
    </main>
  );
}

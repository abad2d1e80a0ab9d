import { EmptyState, PageHeading } from '@vestnik/ui';
import { useStrings } from '@vestnik/ui/i18n';
import { Compass } from 'lucide-react';

import { strings } from './strings.ts';
import { usePageTitle } from './usePageTitle.ts';

/** Says that the server has no realm of the name that the address begins with. */
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

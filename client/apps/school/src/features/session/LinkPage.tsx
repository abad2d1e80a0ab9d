import { useFragment } from '@vestnik/ui/address';
import { useStrings } from '@vestnik/ui/i18n';

import { EntryCard } from './EntryCard.tsx';
import { InvitationPage } from './InvitationPage.tsx';
import { linkStrings } from './linkStrings.ts';
import { PasswordPage } from './PasswordPage.tsx';

/** A page that a link of an e-mail opens, with or without a log-in. */
export function LinkPage({ page }: { page: 'invitation' | 'password' }) {
  const t = useStrings(linkStrings);
  const token = useFragment();
  return (
    <EntryCard title={t[page]}>
      {page === 'invitation' ? (
        <InvitationPage key={token} token={token} />
      ) : (
        <PasswordPage key={token} token={token} />
      )}
    </EntryCard>
  );
}

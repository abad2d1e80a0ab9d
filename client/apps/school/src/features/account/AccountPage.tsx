import type { User } from '@vestnik/sdk';
import { useProfile } from '@vestnik/sdk/react';
import { ErrorNote, Page, Spinner } from '@vestnik/ui';
import { useText } from '@vestnik/ui/i18n';
import { useProblemText } from '@vestnik/ui/problem';

import { SignOut } from '../settings/index.ts';
import { LanguageSection } from './LanguageSection.tsx';
import { LogInsSection } from './LogInsSection.tsx';
import { messages } from './messages.ts';
import { NotificationSection } from './NotificationSection.tsx';
import { PasswordSection } from './PasswordSection.tsx';
import { ProfileSection } from './ProfileSection.tsx';

/** The user's own account. */
export function AccountPage({ user }: { user: User }) {
  const t = useText(messages);
  return (
    <Page heading={t.account}>
      <ProfileSections user={user} />
      <PasswordSection email={user.email ?? ''} />
      <LogInsSection />
      <div>
        <SignOut user={user} isWide />
      </div>
    </Page>
  );
}

function ProfileSections({ user }: { user: User }) {
  const t = useText(messages);
  const problemText = useProblemText();
  const { profile, error, refetch, change, setPicture } = useProfile();
  if (profile === null) {
    if (error === null) return <Spinner label={t.loading} />;
    return <ErrorNote onRetry={refetch}>{problemText(error)}</ErrorNote>;
  }
  return (
    <>
      <ProfileSection profile={profile} onChange={change} onPicture={setPicture} />
      <LanguageSection profile={profile} onChange={change} />
      {/* Admins are in no chats. */}
      {user.role === 'admin' ? null : <NotificationSection profile={profile} onChange={change} />}
    </>
  );
}

import type { Account } from '@vestnik/sdk';
import { useSession } from '@vestnik/sdk/react';
import { Page } from '@vestnik/ui';
import { useStrings } from '@vestnik/ui/i18n';

import { useApp } from '../../app/useApp.ts';
import { areNotificationsOffered } from '../../app/areNotificationsOffered.ts';
import { SignOutButton } from '../settings/index.ts';
import { LanguageSection } from './LanguageSection.tsx';
import { LogInsSection } from './LogInsSection.tsx';
import { strings } from './strings.ts';
import { NotificationSection } from './NotificationSection.tsx';
import { PasswordSection } from './PasswordSection.tsx';
import { ProfileSection } from './ProfileSection.tsx';

/** The user's own account. */
export function AccountPage({ user }: { user: Account }) {
  const t = useStrings(strings);
  const { isSchool } = useApp();
  return (
    <Page heading={t.account}>
      <ProfileSections user={user} />
      {isSchool ? (
        <>
          <PasswordSection email={user.email ?? ''} />
          <LogInsSection />
        </>
      ) : null}
      <div>
        <SignOutButton isWide />
      </div>
    </Page>
  );
}

function ProfileSections({ user }: { user: Account }) {
  const { changeAccount, setPicture } = useSession();
  const app = useApp();
  return (
    <>
      <ProfileSection profile={user} onChange={changeAccount} onPicture={setPicture} />
      <LanguageSection profile={user} onChange={changeAccount} />
      {areNotificationsOffered(app, user) ? (
        <NotificationSection profile={user} onChange={changeAccount} />
      ) : null}
    </>
  );
}

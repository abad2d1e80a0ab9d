import type { Account } from '@vestnik/sdk';
import { useSession } from '@vestnik/sdk/react';
import { useShownInvitation } from '@vestnik/sdk/school/react';
import { ErrorMessage, Spinner } from '@vestnik/ui';
import { replaceAddress } from '@vestnik/ui/address';
import { useStrings } from '@vestnik/ui/i18n';
import { errorCode, useErrorMessage } from '@vestnik/ui/errors';
import { useLayoutEffect, useState } from 'react';

import { AppLink } from '../../app/AppLink.tsx';
import { SignOutButton } from '../settings/index.ts';
import { AcceptForm } from './AcceptForm.tsx';
import { EntryText } from './EntryCard.tsx';
import { ForgotPassword } from './ForgotPassword.tsx';
import { linkStrings } from './linkStrings.ts';
import { SignInForm } from './SignInForm.tsx';
import type { AcceptFormOptions, Credentials } from './useAcceptForm.ts';

const CHATS = '/chats';

/** Accepts an invitation and signs in. */
export function InvitationPage({ token }: { token: string }) {
  const t = useStrings(linkStrings);
  const session = useSession();
  const [isInvalid, setIsInvalid] = useState(token === '');
  const [accepted, setAccepted] = useState<Credentials | null>(null);
  const [isSignInRefused, setIsSignInRefused] = useState(false);

  const signIn = async (credentials: Credentials) => {
    setAccepted(credentials);
    try {
      await session.signIn(credentials.email, credentials.password);
    } catch {
      // No connection, or another address was invited: the form below shows which.
      setIsSignInRefused(true);
    }
  };

  if (session.status === 'loading') return <Spinner isCentred label={t.loading} />;
  if (session.user !== null) {
    return accepted === null ? <SignedIn user={session.user} /> : <ToChats />;
  }
  if (isInvalid) return <InvalidInvitation />;
  if (accepted !== null && isSignInRefused) return <Accepted credentials={accepted} />;
  return (
    <OpenInvitation
      token={token}
      onAccepted={signIn}
      onInvalid={() => {
        setIsInvalid(true);
      }}
    />
  );
}

function InvalidInvitation() {
  const t = useStrings(linkStrings);
  return (
    <EntryText heading={t.invalidInvitation}>
      <p>{t.invalidInvitationHint}</p>
      <p>
        <AppLink href="/">{t.toSignIn}</AppLink>
      </p>
    </EntryText>
  );
}

/** The form of an invitation, once the server has told what it is. */
function OpenInvitation(props: Omit<AcceptFormOptions, 'email'>) {
  const t = useStrings(linkStrings);
  const errorMessage = useErrorMessage();
  const { data: invitation, error, refetch } = useShownInvitation(props.token);
  if (invitation !== undefined) return <AcceptForm {...props} invitation={invitation} />;
  if (error === null) return <Spinner isCentred label={t.loading} />;
  if (errorCode(error) === 'invitation_not_found') return <InvalidInvitation />;
  return (
    <EntryText heading={t.invitation}>
      <ErrorMessage onRetry={refetch}>{errorMessage(error)}</ErrorMessage>
    </EntryText>
  );
}

function SignedIn({ user }: { user: Account }) {
  const t = useStrings(linkStrings);
  return (
    <EntryText heading={t.signedIn(user.name)}>
      <p>{t.signedInHint}</p>
      <SignOutButton isWide />
      <p>
        <AppLink href={CHATS}>{t.toChats}</AppLink>
      </p>
    </EntryText>
  );
}

/** The account exists, but signing in to it failed. */
function Accepted({ credentials }: { credentials: Credentials }) {
  const t = useStrings(linkStrings);
  const [hasForgotten, setHasForgotten] = useState(false);
  if (hasForgotten) {
    return (
      <ForgotPassword
        initialEmail={credentials.email}
        onBack={() => {
          setHasForgotten(false);
        }}
      />
    );
  }
  return (
    <>
      <EntryText heading={t.accepted}>
        <p>{t.acceptedHint}</p>
      </EntryText>
      <SignInForm
        initialEmail={credentials.email}
        initialPassword={credentials.password}
        onForgotten={() => {
          setHasForgotten(true);
        }}
      />
    </>
  );
}

/** Back does not lead here again. */
function ToChats() {
  useLayoutEffect(() => {
    replaceAddress(CHATS);
  }, []);
  return null;
}

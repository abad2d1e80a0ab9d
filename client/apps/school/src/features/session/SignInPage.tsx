import { useText } from '@vestnik/ui/i18n';
import { useState } from 'react';

import { EntryCard } from './EntryCard.tsx';
import { ForgotPassword } from './ForgotPassword.tsx';
import { messages } from './messages.ts';
import { SignInForm } from './SignInForm.tsx';

/** The page of any path for a user who is not signed in. It does not change the path. */
export function SignInPage() {
  const t = useText(messages);
  const [hasForgotten, setHasForgotten] = useState(false);
  const [email, setEmail] = useState('');
  return (
    <EntryCard title={hasForgotten ? t.forgotTitle : t.title}>
      {hasForgotten ? (
        <ForgotPassword
          initialEmail={email}
          onBack={() => {
            setHasForgotten(false);
          }}
        />
      ) : (
        <SignInForm
          initialEmail={email}
          onForgotten={(typed) => {
            setEmail(typed);
            setHasForgotten(true);
          }}
        />
      )}
    </EntryCard>
  );
}

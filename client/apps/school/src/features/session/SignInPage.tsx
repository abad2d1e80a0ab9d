import { useStrings } from '@vestnik/ui/i18n';
import { useState } from 'react';

import { useApp } from '../../app/useApp.ts';
import { EntryCard } from './EntryCard.tsx';
import { ForgotPassword } from './ForgotPassword.tsx';
import { strings } from './strings.ts';
import { SignInForm } from './SignInForm.tsx';

/** The sign-in page, shown at every path until the user signs in; the path stays as it is. */
export function SignInPage() {
  const t = useStrings(strings);
  const { isSchool } = useApp();
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
          onForgotten={
            isSchool
              ? (typed) => {
                  setEmail(typed);
                  setHasForgotten(true);
                }
              : undefined
          }
        />
      )}
    </EntryCard>
  );
}

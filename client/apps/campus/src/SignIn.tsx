import { Button, ErrorMessage } from '@vestnik/ui';
import { useStrings } from '@vestnik/ui/i18n';
import { useState } from 'react';

import styles from './App.module.css';
import { DEMO_PEOPLE } from './demo.ts';
import { strings } from './strings.ts';
import { signIn, type AuthData } from './session.ts';

/** Becomes one of the demo's people. */
export function SignIn({ onSignIn }: { onSignIn: (person: AuthData) => void }) {
  const t = useStrings(strings);
  const [pending, setPending] = useState<string | null>(null);
  const [hasFailed, setFailed] = useState(false);
  const choose = async (email: string) => {
    setPending(email);
    setFailed(false);
    try {
      onSignIn(await signIn(email));
    } catch {
      setFailed(true);
    } finally {
      setPending(null);
    }
  };
  return (
    <div className={styles['sign']}>
      <h2>{t.who}</h2>
      <p className={styles['hint']}>{t.whoHint}</p>
      {hasFailed ? <ErrorMessage>{t.noDemo}</ErrorMessage> : null}
      <ul className={styles['people']}>
        {DEMO_PEOPLE.map(({ email, name }) => (
          <li key={email}>
            <Button
              isPending={pending === email}
              onClick={() => {
                void choose(email);
              }}
            >
              {name}
            </Button>
          </li>
        ))}
      </ul>
    </div>
  );
}

import { Segmented } from '@vestnik/ui';
import { useLanguage, useText } from '@vestnik/ui/i18n';
import { useEffect } from 'react';

import { messages } from './messages.ts';
import { SignInForm } from './SignInForm.tsx';
import styles from './SignInPage.module.css';

/** Stands at any path for whoever is not signed in, and leaves the path as it is. */
export function SignInPage() {
  const t = useText(messages);
  const { language, setLanguage } = useLanguage();
  useEffect(() => {
    document.title = `${t.title} · ${t.app}`;
  }, [t]);
  return (
    <main className={styles['page']}>
      <div className={styles['card']}>
        <header className={styles['header']}>
          <img src="/favicon.svg" alt="" width={56} height={56} />
          <h1 className={styles['app']}>{t.app}</h1>
          <p className={styles['about']}>{t.about}</p>
        </header>
        <SignInForm />
        <Segmented
          legend={t.language}
          value={language}
          onChange={setLanguage}
          options={[
            { value: 'ru', label: 'Русский', lang: 'ru' },
            { value: 'en', label: 'English', lang: 'en' },
          ]}
        />
      </div>
    </main>
  );
}

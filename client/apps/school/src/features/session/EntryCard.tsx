import { SegmentedControl } from '@vestnik/ui';
import { useLanguage, useStrings } from '@vestnik/ui/i18n';
import { useEffect, type ReactNode } from 'react';

import { useApp } from '../../app/useApp.ts';
import styles from './EntryCard.module.css';
import { strings } from './strings.ts';

interface EntryCardProps {
  /** Of the browser's tab. */
  title: string;
  children: ReactNode;
}

/** The frame of pages that need no log-in. */
export function EntryCard({ title, children }: EntryCardProps) {
  const t = useStrings(strings);
  const { language, setLanguage } = useLanguage();
  const { isSchool } = useApp();
  useEffect(() => {
    document.title = `${title} · ${t.app}`;
  }, [title, t]);
  return (
    <main className={styles['page']}>
      <div className={styles['card']}>
        <header className={styles['header']}>
          <img src="/favicon.svg" alt="" width={56} height={56} />
          <h1 className={styles['app']}>{t.app}</h1>
          <p className={styles['about']}>{isSchool ? t.about : t.aboutChats}</p>
        </header>
        {children}
        <SegmentedControl
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

interface EntryTextProps {
  heading: string;
  children: ReactNode;
}

/** A heading that takes the focus, and text instead of a form. */
export function EntryText({ heading, children }: EntryTextProps) {
  return (
    <div className={styles['text']}>
      <EntryHeading>{heading}</EntryHeading>
      {children}
    </div>
  );
}

/** It takes the focus, because what had it has left the page. */
export function EntryHeading({ children }: { children: ReactNode }) {
  return (
    <h2 tabIndex={-1} ref={focus} className={styles['heading']}>
      {children}
    </h2>
  );
}

function focus(element: HTMLElement | null): void {
  element?.focus();
}

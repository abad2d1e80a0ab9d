import type { Account } from '@vestnik/sdk';
import { Avatar, Segmented } from '@vestnik/ui';
import { usePersonName, useRoleName } from '@vestnik/ui/format';
import { useLanguage, useText } from '@vestnik/ui/i18n';
import { THEMES, useTheme } from '@vestnik/ui/theme';
import { UserRound } from 'lucide-react';
import { useId, useRef } from 'react';
import { Link } from 'wouter';

import { useApp } from '../../app/realmApps.ts';
import { messages } from './messages.ts';
import styles from './SettingsMenu.module.css';

/** The person's own button, and what it opens: language, theme and the account. */
export function SettingsMenu({ user }: { user: Account }) {
  const t = useText(messages);
  const panelId = useId();
  const panel = useRef<HTMLDivElement>(null);
  const name = usePersonName()(user.name);
  const roleName = useRoleName();
  const { isSchool } = useApp();
  return (
    <>
      <button
        type="button"
        className={styles['trigger']}
        popoverTarget={panelId}
        aria-label={t.settings}
        title={`${t.settings}: ${name}`}
      >
        <Avatar id={user.id} name={name} picture={user.avatar_url} />
      </button>
      <div
        ref={panel}
        id={panelId}
        popover="auto"
        role="group"
        aria-label={t.settings}
        className={styles['panel']}
      >
        <div className={styles['person']}>
          <Avatar id={user.id} name={name} picture={user.avatar_url} />
          <div className={styles['lines']}>
            <p className={styles['name']}>{name}</p>
            <p className={styles['muted']}>{roleName(user.role)}</p>
            {user.email ? <p className={styles['muted']}>{user.email}</p> : null}
          </div>
        </div>
        <LanguageChoice />
        <ThemeChoice />
        <Link
          href="/account"
          className={styles['account']}
          onClick={() => {
            panel.current?.hidePopover();
          }}
        >
          <UserRound size={18} aria-hidden="true" />
          {isSchool ? t.account : t.ownAccount}
        </Link>
      </div>
    </>
  );
}

function LanguageChoice() {
  const t = useText(messages);
  const { language, setLanguage } = useLanguage();
  return (
    <Segmented
      legend={t.language}
      value={language}
      onChange={setLanguage}
      options={[
        { value: 'ru', label: 'Русский', lang: 'ru' },
        { value: 'en', label: 'English', lang: 'en' },
      ]}
    />
  );
}

function ThemeChoice() {
  const t = useText(messages);
  const { theme, setTheme } = useTheme();
  return (
    <Segmented
      legend={t.theme}
      value={theme}
      onChange={setTheme}
      options={THEMES.map((value) => ({ value, label: t.themes[value] }))}
    />
  );
}

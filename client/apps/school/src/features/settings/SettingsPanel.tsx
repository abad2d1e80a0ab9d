import type { Account } from '@vestnik/sdk';
import { Avatar, SegmentedControl } from '@vestnik/ui';
import { useDisplayName, useRoleName } from '@vestnik/ui/format';
import { useLanguage, useStrings } from '@vestnik/ui/i18n';
import { THEMES, useTheme } from '@vestnik/ui/theme';
import { UserRound } from 'lucide-react';

import { AppLink } from '../../app/AppLink.tsx';
import { useApp } from '../../app/useApp.ts';
import { strings } from './strings.ts';
import styles from './SettingsMenu.module.css';

interface SettingsPanelProps {
  user: Account;
  onClose: () => void;
}

/** Language, theme and the account. */
export default function SettingsPanel({ user, onClose }: SettingsPanelProps) {
  const t = useStrings(strings);
  const name = useDisplayName()(user.name);
  const roleName = useRoleName();
  const { isSchool } = useApp();
  return (
    <>
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
      <AppLink href="/account" className={styles['account']} onClick={onClose}>
        <UserRound size={18} aria-hidden="true" />
        {isSchool ? t.account : t.ownAccount}
      </AppLink>
    </>
  );
}

function LanguageChoice() {
  const t = useStrings(strings);
  const { language, setLanguage } = useLanguage();
  return (
    <SegmentedControl
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
  const t = useStrings(strings);
  const { theme, setTheme } = useTheme();
  return (
    <SegmentedControl
      legend={t.theme}
      value={theme}
      onChange={setTheme}
      options={THEMES.map((value) => ({ value, label: t.themes[value] }))}
    />
  );
}

import type { Account, AccountChanges } from '@vestnik/sdk';
import { ErrorMessage, SegmentedControl } from '@vestnik/ui';
import { useLanguage, useStrings, type Language } from '@vestnik/ui/i18n';
import { useErrorMessage } from '@vestnik/ui/errors';

import { useRequest } from '../../requests/index.ts';
import { AccountSection } from './AccountSection.tsx';
import { strings } from './strings.ts';

interface LanguageSectionProps {
  profile: Account;
  onChange: (changes: AccountChanges) => Promise<unknown>;
}

/** The language of the person, on all devices and in e-mails; the menu's is that of this browser. */
export function LanguageSection({ profile, onChange }: LanguageSectionProps) {
  const t = useStrings(strings);
  const errorMessage = useErrorMessage();
  const { setLanguage } = useLanguage();
  const { error, run } = useRequest();
  const choose = async (language: Language) => {
    if (await run(() => onChange({ language }))) setLanguage(language);
  };
  return (
    <AccountSection heading={t.language}>
      <SegmentedControl
        legend={t.languageHint}
        value={profile.language === 'en' ? 'en' : 'ru'}
        onChange={(language) => void choose(language)}
        options={[
          { value: 'ru', label: 'Русский', lang: 'ru' },
          { value: 'en', label: 'English', lang: 'en' },
        ]}
      />
      {error === null ? null : <ErrorMessage>{errorMessage(error)}</ErrorMessage>}
    </AccountSection>
  );
}

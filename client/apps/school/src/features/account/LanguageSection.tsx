import type { Account, AccountChanges } from '@vestnik/sdk';
import { ErrorNote, Segmented } from '@vestnik/ui';
import { useLanguage, useText, type Language } from '@vestnik/ui/i18n';
import { useProblemText } from '@vestnik/ui/problem';

import { useRequest } from '../../requests/index.ts';
import { AccountSection } from './AccountSection.tsx';
import { messages } from './messages.ts';

interface LanguageSectionProps {
  profile: Account;
  onChange: (changes: AccountChanges) => Promise<unknown>;
}

/** The language of the person, on all devices and in e-mails; the menu's is that of this browser. */
export function LanguageSection({ profile, onChange }: LanguageSectionProps) {
  const t = useText(messages);
  const problemText = useProblemText();
  const { setLanguage } = useLanguage();
  const { error, run } = useRequest();
  const choose = async (language: Language) => {
    if (await run(() => onChange({ language }))) setLanguage(language);
  };
  return (
    <AccountSection heading={t.language}>
      <Segmented
        legend={t.languageHint}
        value={profile.language === 'en' ? 'en' : 'ru'}
        onChange={(language) => void choose(language)}
        options={[
          { value: 'ru', label: 'Русский', lang: 'ru' },
          { value: 'en', label: 'English', lang: 'en' },
        ]}
      />
      {error === null ? null : <ErrorNote>{problemText(error)}</ErrorNote>}
    </AccountSection>
  );
}

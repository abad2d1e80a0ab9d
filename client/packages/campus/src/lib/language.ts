import { useLanguage } from '@vestnik/ui/i18n';

export type ChatLanguage = 'ru' | 'en';

/** The language of everything here, and how to choose another: Russian unless told. */
export function useChatLanguage(): {
  language: ChatLanguage;
  setLanguage: (language: ChatLanguage) => void;
} {
  return useLanguage();
}

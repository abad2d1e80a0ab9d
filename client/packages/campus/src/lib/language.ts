import { useLanguage } from '@vestnik/ui/i18n';

export type ChatLanguage = 'ru' | 'en';

/**
 * The language of everything here, and how to choose another: the first of Russian and English that
 * the browser asks for, and Russian where it asks for neither.
 */
export function useChatLanguage(): {
  language: ChatLanguage;
  setLanguage: (language: ChatLanguage) => void;
} {
  return useLanguage();
}

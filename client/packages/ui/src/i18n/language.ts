import { createContext, use, useSyncExternalStore } from 'react';

import { storedPreference } from '../preferences/preference.ts';

export type Language = 'ru' | 'en';

const LANGUAGES: readonly Language[] = ['ru', 'en'];

/** What was chosen; otherwise what the browser asks for. */
const preference = storedPreference<Language>(
  'vestnik.language',
  LANGUAGES,
  preferredLanguage(typeof navigator === 'undefined' ? [] : navigator.languages),
);

/** The first of a browser's languages that there are words in; Russian where there is none. */
export function preferredLanguage(asked: readonly string[]): Language {
  for (const tag of asked) {
    const [primary] = tag.toLowerCase().split('-');
    const language = LANGUAGES.find((one) => one === primary);
    if (language !== undefined) return language;
  }
  return 'ru';
}

/** Keeps `<html lang>` equal to the chosen language. */
export function syncDocumentLanguage(): void {
  const apply = () => {
    document.documentElement.lang = preference.get();
  };
  preference.subscribe(apply);
  apply();
}

const HostLanguage = createContext<Language | null>(null);

/** Fixes the language of a part of the page: its host decides, and nothing is stored. */
export const LanguageProvider = HostLanguage.Provider;

/** What a server renders, which does not know who reads it: the first rendering in a browser equals it. */
function serverLanguage(): Language {
  return 'ru';
}

export function useLanguage(): { language: Language; setLanguage: (language: Language) => void } {
  const chosen = useSyncExternalStore(preference.subscribe, preference.get, serverLanguage);
  return { language: use(HostLanguage) ?? chosen, setLanguage: preference.set };
}

import { useSyncExternalStore } from 'react';

import { rememberedChoice } from '../preferences/choice.ts';

export type Language = 'ru' | 'en';

/** Russian unless chosen otherwise: the school's language, whatever the browser's. */
const choice = rememberedChoice<Language>('vestnik.language', ['ru', 'en'], 'ru');

/** Keeps `<html lang>` equal to the chosen language. */
export function followLanguage(): void {
  const apply = () => {
    document.documentElement.lang = choice.get();
  };
  choice.subscribe(apply);
  apply();
}

export function useLanguage(): { language: Language; setLanguage: (language: Language) => void } {
  const language = useSyncExternalStore(choice.subscribe, choice.get);
  return { language, setLanguage: choice.set };
}

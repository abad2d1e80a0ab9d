import { useSyncExternalStore } from 'react';

import { storedPreference } from '../preferences/preference.ts';

export type Theme = 'system' | 'light' | 'dark';

export const THEMES: readonly Theme[] = ['system', 'light', 'dark'];

const preference = storedPreference<Theme>('vestnik.theme', THEMES, 'system');

/** The colour of the browser's own bars: `--bg` of the theme. */
const browserBarColors = { light: '#f3f5f5', dark: '#0f1415' };

/** Keeps the page in the chosen theme; the system's is the style sheet's own business. */
export function syncDocumentTheme(): void {
  const apply = () => {
    const theme = preference.get();
    if (theme === 'system') delete document.documentElement.dataset['theme'];
    else document.documentElement.dataset['theme'] = theme;
    for (const meta of document.querySelectorAll<HTMLMetaElement>('meta[name="theme-color"]')) {
      const scheme = meta.media.includes('dark') ? 'dark' : 'light';
      meta.content = browserBarColors[theme === 'system' ? scheme : theme];
    }
  };
  preference.subscribe(apply);
  apply();
}

export function useTheme(): { theme: Theme; setTheme: (theme: Theme) => void } {
  const theme = useSyncExternalStore(preference.subscribe, preference.get);
  return { theme, setTheme: preference.set };
}

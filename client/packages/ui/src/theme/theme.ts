import { useSyncExternalStore } from 'react';

import { rememberedChoice } from '../preferences/choice.ts';

export type Theme = 'system' | 'light' | 'dark';

export const THEMES: readonly Theme[] = ['system', 'light', 'dark'];

const choice = rememberedChoice<Theme>('vestnik.theme', THEMES, 'system');

/** The colour of the browser's own bars: `--bg` of the theme. */
const barColours = { light: '#f3f5f5', dark: '#0f1415' };

/** Keeps the page in the chosen theme; the system's is the style sheet's own business. */
export function followTheme(): void {
  const apply = () => {
    const theme = choice.get();
    if (theme === 'system') delete document.documentElement.dataset['theme'];
    else document.documentElement.dataset['theme'] = theme;
    for (const meta of document.querySelectorAll<HTMLMetaElement>('meta[name="theme-color"]')) {
      const own = meta.media.includes('dark') ? 'dark' : 'light';
      meta.content = barColours[theme === 'system' ? own : theme];
    }
  };
  choice.subscribe(apply);
  apply();
}

export function useTheme(): { theme: Theme; setTheme: (theme: Theme) => void } {
  const theme = useSyncExternalStore(choice.subscribe, choice.get);
  return { theme, setTheme: choice.set };
}

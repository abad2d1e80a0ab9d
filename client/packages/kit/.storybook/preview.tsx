import '@vestnik/ui/tokens.css';
import '@vestnik/ui/reset.css';
import '@vestnik/ui/page.css';
import './preview.css';

import type { Preview } from '@storybook/react-vite';
import { useLanguage, type Language } from '@vestnik/ui/i18n';
import { useEffect, type ReactNode } from 'react';

/** A choice in the toolbar above every story. */
const choice = (name: string, icon: string, items: Readonly<Record<string, string>>) => ({
  name,
  toolbar: {
    icon,
    dynamicTitle: true,
    items: Object.entries(items).map(([value, title]) => ({ value, title })),
  },
});

interface PageProps {
  language: Language;
  theme: string;
  direction: string;
  children: ReactNode;
}

/** Gives the page the language, theme and direction that the toolbar has. */
function Page({ language, theme, direction, children }: PageProps) {
  const { language: current, setLanguage } = useLanguage();
  useEffect(() => {
    setLanguage(language);
    const root = document.documentElement;
    root.classList.add('vestnik');
    root.lang = language;
    root.dir = direction;
    root.dataset['theme'] = theme;
  }, [language, theme, direction, setLanguage]);
  return current === language ? children : null;
}

const preview: Preview = {
  parameters: {
    layout: 'padded',
    controls: { expanded: true },
  },
  globalTypes: {
    language: choice('Language', 'globe', { ru: 'Русский', en: 'English' }),
    theme: choice('Theme', 'contrast', { system: 'System', light: 'Light', dark: 'Dark' }),
    direction: choice('Direction', 'transfer', { ltr: 'Left to right', rtl: 'Right to left' }),
  },
  initialGlobals: { language: 'ru', theme: 'system', direction: 'ltr' },
  decorators: [
    (Story, { globals }) => (
      <Page
        language={globals['language'] === 'en' ? 'en' : 'ru'}
        theme={String(globals['theme'])}
        direction={String(globals['direction'])}
      >
        <Story />
      </Page>
    ),
  ],
};

export default preview;

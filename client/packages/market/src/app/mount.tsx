import '@vestnik/ui/tokens.css';
import '@vestnik/ui/reset.css';
import { ErrorBoundary } from '@vestnik/ui';
import { LanguageProvider } from '@vestnik/ui/i18n';
import type { ReactNode } from 'react';
import { createRoot } from 'react-dom/client';

import type { Settings } from '../settings.ts';
import { Failure } from './Failure.tsx';
import './host.css';
import { shadowSheet } from './shadowStyles.ts';

/**
 * Renders into an element of its own with a shadow root: what is inside neither sees the page's
 * styles nor is seen by them. Its name is not `div`, so that a page's rules for those do not apply.
 */
export function mount(
  kind: 'window' | 'inbox',
  { theme, language }: Settings,
  place: HTMLElement,
  content: ReactNode,
): { readonly host: HTMLElement; readonly unmount: () => void } {
  const host = document.createElement('vestnik-chat');
  host.setAttribute('kind', kind);
  if (theme !== null) host.setAttribute('theme', theme);
  const shadow = host.attachShadow({ mode: 'open' });
  shadow.adoptedStyleSheets = [shadowSheet()];
  const element = document.createElement('div');
  element.className = 'vestnik';
  element.lang = language;
  shadow.append(element);
  place.append(host);
  const root = createRoot(element);
  root.render(
    <LanguageProvider value={language}>
      <ErrorBoundary fallback={(retry) => <Failure onRetry={retry} />}>{content}</ErrorBoundary>
    </LanguageProvider>,
  );
  return {
    host,
    unmount: () => {
      root.unmount();
      host.remove();
    },
  };
}

import '@vestnik/ui/tokens.css';
import '@vestnik/ui/reset.css';
import { Button, EmptyState, ErrorBoundary } from '@vestnik/ui';
import { LanguageProvider, useStrings } from '@vestnik/ui/i18n';
import type { ReactNode } from 'react';
import { createRoot } from 'react-dom/client';

import { loaderStrings } from '../loader/strings.ts';
import type { Settings } from '../settings.ts';
import './host.css';
import { shadowSheet } from './shadowStyles.ts';
import { strings } from './strings.ts';

/**
 * Renders into an element of its own with a shadow root: what is inside neither sees the page's
 * styles nor is seen by them. Its name is not `div`, so that a page's rules for those do not apply.
 */
export function mount(
  kind: 'window' | 'inbox',
  { theme, language }: Settings,
  container: HTMLElement,
  content: ReactNode,
): () => void {
  const host = document.createElement('vestnik-chat');
  host.setAttribute('kind', kind);
  if (theme !== null) host.setAttribute('theme', theme);
  const shadow = host.attachShadow({ mode: 'open' });
  shadow.adoptedStyleSheets = [shadowSheet()];
  const element = document.createElement('div');
  element.className = 'vestnik';
  element.lang = language;
  shadow.append(element);
  container.append(host);
  const root = createRoot(element);
  const { retry } = loaderStrings(language);
  root.render(
    <LanguageProvider value={language}>
      <ErrorBoundary fallback={(onRetry) => <Failure retry={retry} onRetry={onRetry} />}>
        {content}
      </ErrorBoundary>
    </LanguageProvider>,
  );
  return () => {
    root.unmount();
    host.remove();
  };
}

/** Instead of a chat that broke. */
function Failure({ retry, onRetry }: { retry: string; onRetry: () => void }) {
  return (
    <div role="alert">
      <EmptyState title={useStrings(strings).broken}>
        <Button onClick={onRetry}>{retry}</Button>
      </EmptyState>
    </div>
  );
}

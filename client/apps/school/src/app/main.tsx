import '@vestnik/ui/tokens.css';
import '@vestnik/ui/reset.css';
import '@vestnik/ui/page.css';

import { createVestnik } from '@vestnik/sdk';
import { VestnikProvider } from '@vestnik/sdk/react';
import { schoolCookies } from '@vestnik/sdk/school';
import { syncDocumentLanguage } from '@vestnik/ui/i18n';
import { registerServiceWorker } from '@vestnik/ui/serviceWorker';
import { syncDocumentTheme } from '@vestnik/ui/theme';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Router } from 'wouter';

import { App } from './App.tsx';
import { ErrorBoundary } from './ErrorBoundary.tsx';
import { appAt, pathInRealm } from './realmApps.ts';

const elsewhere = pathInRealm(location.pathname, new URLSearchParams(location.search).get('realm'));
if (elsewhere !== null) history.replaceState(null, '', elsewhere);
const { realm, base } = appAt(location.pathname);
// Each application is installed by itself.
if (base !== '') {
  document.querySelector('link[rel=manifest]')?.setAttribute('href', `${base}.webmanifest`);
}

syncDocumentLanguage();
syncDocumentTheme();

const root = document.getElementById('root');
if (!root) throw new Error('index.html has a #root');

createRoot(root).render(
  <StrictMode>
    <ErrorBoundary>
      <VestnikProvider client={createVestnik({ realm, auth: schoolCookies() })}>
        <Router base={base}>
          <App />
        </Router>
      </VestnikProvider>
    </ErrorBoundary>
  </StrictMode>,
);

if (import.meta.env.PROD) registerServiceWorker('/sw.js');

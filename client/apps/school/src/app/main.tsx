import '@vestnik/ui/tokens.css';
import '@vestnik/ui/reset.css';
import '@vestnik/ui/page.css';

import { createVestnik, type VestnikClient } from '@vestnik/sdk';
import { VestnikProvider } from '@vestnik/sdk/react';
import { addressParams, replaceAddress } from '@vestnik/ui/address';
import { syncDocumentLanguage } from '@vestnik/ui/i18n';
import { registerServiceWorker } from '@vestnik/ui/serviceWorker';
import { syncDocumentTheme } from '@vestnik/ui/theme';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';

import { App } from './App.tsx';
import { cookiesOf } from './cookiesOf.ts';
import { ErrorBoundary } from './ErrorBoundary.tsx';
import { appAt, INSTALLED, pathInRealm } from './realmApps.ts';

const elsewhere = pathInRealm(location.pathname, addressParams().get('realm'));
if (elsewhere !== null) replaceAddress(elsewhere);
const { realm, base } = appAt(location.pathname);
// Each application is installed by itself, if it can be.
if (base !== '') {
  const manifest = document.querySelector('link[rel=manifest]');
  if (INSTALLED.some((app) => app.realm === realm)) {
    manifest?.setAttribute('href', `${base}.webmanifest`);
  } else {
    manifest?.remove();
  }
}

syncDocumentLanguage();
syncDocumentTheme();

const client: VestnikClient = createVestnik({
  realm,
  auth: cookiesOf(realm, () => client.policy),
});

const root = document.getElementById('root');
if (!root) throw new Error('index.html has a #root');

createRoot(root).render(
  <StrictMode>
    <ErrorBoundary>
      <VestnikProvider client={client}>
        <App />
      </VestnikProvider>
    </ErrorBoundary>
  </StrictMode>,
);

if (import.meta.env.PROD) registerServiceWorker('/sw.js');

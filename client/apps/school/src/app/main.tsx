import '@vestnik/ui/tokens.css';
import '@vestnik/ui/elements.css';
import '@vestnik/ui/page.css';

import { createVestnik } from '@vestnik/sdk';
import { VestnikProvider } from '@vestnik/sdk/react';
import { schoolCookies } from '@vestnik/sdk/school';
import { followLanguage } from '@vestnik/ui/i18n';
import { followTheme } from '@vestnik/ui/theme';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';

import { App } from './App.tsx';
import { ErrorBoundary } from './ErrorBoundary.tsx';
import { registerServiceWorker } from './serviceWorker.ts';

followLanguage();
followTheme();

const root = document.getElementById('root');
if (!root) throw new Error('index.html has a #root');

createRoot(root).render(
  <StrictMode>
    <ErrorBoundary>
      <VestnikProvider client={createVestnik({ realm: 'school', auth: schoolCookies() })}>
        <App />
      </VestnikProvider>
    </ErrorBoundary>
  </StrictMode>,
);

if (import.meta.env.PROD) registerServiceWorker();

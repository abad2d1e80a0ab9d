import '../ui/tokens.css';
import '../ui/base.css';

import { VestnikClient } from '@vestnik/sdk';
import { VestnikProvider } from '@vestnik/sdk/react';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';

import { followLanguage } from '../i18n/index.ts';
import { followTheme } from '../theme/index.ts';
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
      <VestnikProvider client={new VestnikClient()}>
        <App />
      </VestnikProvider>
    </ErrorBoundary>
  </StrictMode>,
);

if (import.meta.env.PROD) registerServiceWorker();

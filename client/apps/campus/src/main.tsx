import '@vestnik/ui/page.css';

import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { configureChat } from '@vestnik/campus';
import { syncDocumentLanguage } from '@vestnik/ui/i18n';
import { registerServiceWorker } from '@vestnik/ui/serviceWorker';
import { syncDocumentTheme } from '@vestnik/ui/theme';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';

import { App } from './App.tsx';
import { findPeople } from './people.ts';
import { refreshUser } from './session.ts';

syncDocumentLanguage();
syncDocumentTheme();
configureChat({ refreshUser, findPeople, serviceWorkerScope: import.meta.env.BASE_URL });

const root = document.getElementById('root');
if (!root) throw new Error('index.html has a #root');

createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={new QueryClient()}>
      <App />
    </QueryClientProvider>
  </StrictMode>,
);

if (import.meta.env.PROD) registerServiceWorker(`${import.meta.env.BASE_URL}sw.js`);

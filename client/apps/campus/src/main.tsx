import '@vestnik/ui/page.css';

import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { configureChat } from '@vestnik/campus';
import { syncDocumentLanguage } from '@vestnik/ui/i18n';
import { syncDocumentTheme } from '@vestnik/ui/theme';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';

import { App } from './App.tsx';
import { findPeople } from './people.ts';
import { refreshUser } from './session.ts';

syncDocumentLanguage();
syncDocumentTheme();
configureChat({ refreshUser, findPeople });

const root = document.getElementById('root');
if (!root) throw new Error('index.html has a #root');

createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={new QueryClient()}>
      <App />
    </QueryClientProvider>
  </StrictMode>,
);

import '@vestnik/ui/tokens.css';
import '@vestnik/ui/reset.css';
import '@vestnik/ui/page.css';

import { createVestnik } from '@vestnik/sdk';
import { VestnikProvider } from '@vestnik/sdk/react';
import { syncDocumentLanguage } from '@vestnik/ui/i18n';
import { syncDocumentTheme } from '@vestnik/ui/theme';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';

import { ModerationPage } from './ModerationPage.tsx';
import { moderatorToken } from './moderatorToken.ts';

syncDocumentLanguage();
syncDocumentTheme();

const root = document.getElementById('root');
if (!root) throw new Error('moderation.html has a #root');

// Apart from the chats of the shop, whose user is another one.
const client = createVestnik({ realm: 'market', auth: moderatorToken, storageName: 'moderator' });

createRoot(root).render(
  <StrictMode>
    <VestnikProvider client={client}>
      <ModerationPage />
    </VestnikProvider>
  </StrictMode>,
);

'use client';

import { ChatsPage } from '@vestnik/kit/app';
import { createVestnik } from '@vestnik/sdk';
import { VestnikProvider } from '@vestnik/sdk/react';

const client = createVestnik({
  realm: 'messenger',
  auth: { token: () => location.hash.slice(1) },
});

export default function Page() {
  return (
    <VestnikProvider client={client}>
      <h1>Fresh app</h1>
      <div className="vestnik" style={{ height: '90vh' }}>
        <ChatsPage />
      </div>
    </VestnikProvider>
  );
}

'use client';

import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { ChatContainer } from '@vestnik/campus';
import { useState } from 'react';

export default function Page() {
  const [queryClient] = useState(() => new QueryClient());
  return (
    <QueryClientProvider client={queryClient}>
      <h1>Fresh app</h1>
      <div style={{ height: '90vh' }}>
        <ChatContainer />
      </div>
    </QueryClientProvider>
  );
}

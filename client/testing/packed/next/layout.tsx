import '@vestnik/campus/styles.css';
import '@vestnik/kit/styles.css';

import type { ReactNode } from 'react';

export const metadata = { title: 'Fresh app', icons: { icon: 'data:,' } };

export default function Layout({ children }: { children: ReactNode }) {
  return (
    <html lang="ru">
      <body>{children}</body>
    </html>
  );
}

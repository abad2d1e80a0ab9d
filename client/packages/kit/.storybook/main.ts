import type { StorybookConfig } from '@storybook/react-vite';

import { BROWSERS } from '../../../scripts/browsers.ts';

/** Only for development: nothing of it is part of an application. */
const config: StorybookConfig = {
  framework: '@storybook/react-vite',
  stories: ['../stories/**/*.stories.tsx'],
  core: {
    // Builds and runs without a network.
    disableTelemetry: true,
    disableWhatsNewNotifications: true,
  },
  viteFinal: (base) => ({
    ...base,
    resolve: {
      ...base.resolve,
      conditions: ['@vestnik/source', 'module', 'browser', 'development|production'],
    },
    build: {
      ...base.build,
      target: BROWSERS,
      chunkSizeWarningLimit: 4_000,
    },
  }),
};

export default config;

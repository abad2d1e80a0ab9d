import type { StorybookConfig } from '@storybook/react-vite';

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
      target: ['chrome123', 'edge123', 'firefox125', 'safari17.5'],
      chunkSizeWarningLimit: 4_000,
    },
  }),
};

export default config;

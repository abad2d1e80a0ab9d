import js from '@eslint/js';
import jsxA11y from 'eslint-plugin-jsx-a11y';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

/** Imports that a folder must not have: the arrows between modules. */
const forbid = (files, patterns) => ({
  files,
  rules: { 'no-restricted-imports': ['error', { patterns }] },
});

const ADDRESS = '@vestnik/ui/address owns the address of the page.';

export default tseslint.config(
  {
    ignores: [
      '**/dist',
      '**/storybook-static',
      'site',
      '**/node_modules',
      '**/test-results',
      '**/playwright-report',
      '**/wire.ts',
    ],
  },
  js.configs.recommended,
  tseslint.configs.strictTypeChecked,
  tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: {
      // One program for all packages: with one for each, shared sources are checked in every one.
      parserOptions: {
        project: ['tsconfig.eslint.json', 'tsconfig.worker.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      eqeqeq: 'error',
      'no-console': 'error',
    },
  },
  { files: ['**/*.js', '**/*.mjs'], extends: [tseslint.configs.disableTypeChecked] },
  {
    // Every browser runs it: it has the syntax of 2009, and expects no newer function.
    files: ['packages/{ui,market}/src/oldBrowser/**'],
    rules: {
      'no-var': 'off',
      '@typescript-eslint/no-unnecessary-condition': 'off',
      '@typescript-eslint/prefer-for-of': 'off',
      '@typescript-eslint/prefer-nullish-coalescing': 'off',
      '@typescript-eslint/prefer-optional-chain': 'off',
    },
  },
  {
    files: [
      'packages/sdk/src/{react,desk}/**',
      'packages/{ui,kit,campus,desk,market}/src/**',
      'apps/*/src/**',
    ],
    ...reactHooks.configs.flat.recommended,
  },
  {
    files: ['packages/{ui,kit,campus,desk,market}/src/**/*.tsx', 'apps/*/src/**/*.tsx'],
    ...jsxA11y.flatConfigs.strict,
  },
  {
    files: ['packages/*/src/**', 'apps/*/src/**'],
    rules: { 'max-lines-per-function': ['error', 60] },
  },
  {
    files: ['packages/*/src/**', 'apps/*/src/**'],
    ignores: ['packages/ui/src/{address,layers}/**'],
    rules: {
      'no-restricted-properties': [
        'error',
        ...['pushState', 'replaceState', 'back', 'forward', 'go'].map((property) => ({
          object: 'history',
          property,
          message: ADDRESS,
        })),
      ],
      'no-restricted-syntax': [
        'error',
        { selector: 'Literal[value=/^(popstate|hashchange)$/]', message: ADDRESS },
      ],
    },
  },
  forbid(
    [
      'packages/sdk/src/{http,session,realtime,outbox,sync,presence,browser}/**',
      'packages/sdk/src/*',
    ],
    [
      { group: ['react', 'react-dom', '@tanstack/*'], message: 'The SDK knows no framework.' },
      { group: ['**/react/**'], message: 'The SDK does not know its hooks.' },
      { group: ['**/realms/**'], message: 'The SDK knows no realm.' },
    ],
  ),
  forbid(
    ['packages/ui/src/**'],
    [
      { group: ['@vestnik/campus', '@vestnik/sdk/react'], message: 'ui/ knows no application.' },
      { group: ['@tanstack/*'], message: 'ui/ fetches nothing.' },
    ],
  ),
  forbid(
    ['packages/kit/src/!(app)/**'],
    [
      {
        group: ['@vestnik/campus', '@vestnik/sdk/react', '@tanstack/*', '**/app/**'],
        message: 'The components of kit/ fetch nothing; those of kit/src/app do.',
      },
    ],
  ),
  forbid(
    ['packages/kit/src/app/**'],
    [
      {
        group: [
          '@vestnik/campus',
          '@vestnik/sdk/*',
          '!@vestnik/sdk/react',
          '@tanstack/react-query',
        ],
        message: 'kit/ knows no application and no realm.',
      },
    ],
  ),
  forbid(
    ['packages/campus/src/{lib,model}/**'],
    [
      {
        group: ['**/ui/**', '!@vestnik/ui/**'],
        message: 'What it is about knows not how it looks.',
      },
    ],
  ),
);

/** The package's styles in a host that builds for older browsers, as Vite does unless told. */
import { fileURLToPath } from 'node:url';

import { build } from 'vite';

import { expect, test } from './support/test.ts';

const STYLES = fileURLToPath(import.meta.resolve('@vestnik/campus/styles.css'));
const LIGHT = 'rgb(255, 255, 255)';
const DARK = 'rgb(22, 28, 30)';

/** What a host's own styles say, before or after the import of the chat's. */
interface Host {
  readonly before?: string;
  readonly after?: string;
}

async function builtStyles({ before = '', after = '' }: Host): Promise<string> {
  const sheets: Record<string, string> = { 'before.css': before, 'after.css': after };
  const output = await build({
    configFile: false,
    logLevel: 'error',
    plugins: [
      {
        name: 'host',
        resolveId: (id) => (id === 'host.js' || id in sheets ? `/host/${id}` : null),
        load(id) {
          if (id === '/host/host.js') {
            return `import 'before.css'; import ${JSON.stringify(STYLES)}; import 'after.css';`;
          }
          return sheets[id.replace('/host/', '')] ?? null;
        },
      },
    ],
    build: { write: false, rolldownOptions: { input: 'host.js' } },
  });
  const bundles = Array.isArray(output) ? output : [output];
  const files = bundles.flatMap((bundle) => ('output' in bundle ? bundle.output : []));
  const sheet = files.find(({ fileName }) => fileName.endsWith('.css'));
  if (sheet?.type !== 'asset') throw new Error('the host has no styles');
  return String(sheet.source);
}

for (const { what, host, system, surface } of [
  { what: 'light without a color-scheme', host: {}, system: 'dark', surface: LIGHT },
  {
    what: 'dark in a dark host, told before',
    host: { before: ':root { color-scheme: dark }' },
    system: 'light',
    surface: DARK,
  },
  {
    what: 'dark in a dark host, told after',
    host: { after: ':root { color-scheme: dark }' },
    system: 'light',
    surface: DARK,
  },
  {
    what: 'dark in a dark host, told in a layer',
    host: { after: '@layer base { :root { color-scheme: dark } }' },
    system: 'light',
    surface: DARK,
  },
  {
    what: 'as the system is, where the host says so',
    host: { before: ':root { color-scheme: light dark }' },
    system: 'dark',
    surface: DARK,
  },
] as const) {
  test(`the chat is ${what}`, async ({ page }) => {
    const styles = await builtStyles(host);
    // Otherwise nothing is shown by this.
    expect(styles).toContain('var(--lightningcss-light,');
    await page.emulateMedia({ colorScheme: system });
    await page.setContent('<p class="vestnik" style="background: var(--surface)">Чаты</p>');
    await page.addStyleTag({ content: styles });
    await expect(page.getByText('Чаты')).toHaveCSS('background-color', surface);
  });
}

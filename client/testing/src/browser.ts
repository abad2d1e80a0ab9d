/** How tests start the system's browser. */
import { inPath } from './places.ts';

const SWITCHES = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** For Playwright's `launchOptions`: CHROMIUM names another browser than the system's. */
export function chromium(): { readonly executablePath: string; readonly args: string[] } {
  const isRoot = process.getuid?.() === 0;
  return {
    executablePath: process.env['CHROMIUM'] ?? found(),
    args: isRoot ? ['--no-sandbox', ...SWITCHES] : SWITCHES,
  };
}

function found(): string {
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
  const path = names.map((name) => inPath(name)).find((one) => one !== undefined);
  if (path !== undefined) return path;
  throw new Error('There is no Chromium. On Debian: apt-get install chromium; or set CHROMIUM');
}

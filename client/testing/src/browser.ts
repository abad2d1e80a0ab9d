/** How tests start the system's browser. */
import { fileURLToPath } from 'node:url';

import { findInPath } from './paths.ts';

const SWITCHES = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Playwright's `launchOptions`. */
export interface LaunchOptions {
  readonly executablePath: string;
  readonly args: string[];
  readonly env: NodeJS.ProcessEnv;
}

/** Options that start the system's Chromium. The variable CHROMIUM selects another browser. */
export function chromium(): LaunchOptions {
  const isRoot = process.getuid?.() === 0;
  return {
    executablePath: fileURLToPath(new URL('chromium.sh', import.meta.url)),
    args: isRoot ? ['--no-sandbox', ...SWITCHES] : SWITCHES,
    env: { ...process.env, CHROMIUM: process.env['CHROMIUM'] ?? installed() },
  };
}

function installed(): string {
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
  const path = names.map((name) => findInPath(name)).find((one) => one !== undefined);
  if (path !== undefined) return path;
  throw new Error('Chromium is missing. On Debian: apt-get install chromium; or set CHROMIUM');
}

import { usePath } from '@vestnik/ui/address';

import { useApp } from './useApp.ts';

/** Beside all pages of an application. */
const ELSEWHERE = '/elsewhere';

/** The path of the open page within this application. */
export function useAppPath(): string {
  const { base } = useApp();
  const path = usePath();
  if (path === base) return '/';
  return path.startsWith(`${base}/`) ? path.slice(base.length) : ELSEWHERE;
}

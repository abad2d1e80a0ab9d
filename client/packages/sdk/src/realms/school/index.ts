/** What the school has besides the native API: sign-in, lessons, administration. */
export { schoolCookies, type CookieAuthOptions } from './cookieAuth.ts';
export * from './accounts/index.ts';
export { SchoolApi } from './schoolApi.ts';
export type * from './types.ts';

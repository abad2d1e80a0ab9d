/**
 * Where the page came from. Empty without a page: a server that renders components makes no requests,
 * and in Node those without a `baseUrl` fail.
 */
export function pageOrigin(): string {
  return typeof location === 'undefined' ? '' : location.origin;
}

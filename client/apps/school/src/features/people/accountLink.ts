/** The link of a token. The server knows its own address only if it is configured. */
export function accountLink(
  page: 'invitation' | 'password',
  { url, token }: { url: string | null; token: string | null },
  origin: string,
): string {
  return url ?? `${origin}/${page}#${token ?? ''}`;
}

/**
 * A token's claims, unverified: for what to call its holder, never for what they may. Only the
 * server's answer counts. Empty of what is no JWT.
 */
export function claimsOf(token: string): Readonly<Record<string, unknown>> {
  try {
    const payload = (token.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/');
    const bytes = Uint8Array.from(atob(payload), (character) => character.charCodeAt(0));
    const claims: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return typeof claims === 'object' && claims !== null ? { ...claims } : {};
  } catch {
    return {};
  }
}

/** Whom a token speaks of: the first of the contract's claims that is there. */
export function subjectOf(token: string): unknown {
  const claims = claimsOf(token);
  return claims['sub'] ?? claims['id'] ?? claims['user_id'];
}

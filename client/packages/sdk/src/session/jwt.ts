/**
 * The claims of a token, unverified: for display only, never for a decision. Empty if it is no JWT.
 */
export function decodeClaims(token: string): Readonly<Record<string, unknown>> {
  try {
    const payload = (token.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/');
    const bytes = Uint8Array.from(atob(payload), (character) => character.charCodeAt(0));
    const claims: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return typeof claims === 'object' && claims !== null ? { ...claims } : {};
  } catch {
    return {};
  }
}

/** The subject of a token: the first of the contracts' claims that it has. */
export function decodeSubject(token: string): unknown {
  const claims = decodeClaims(token);
  return claims['sub'] ?? claims['id'] ?? claims['user_id'];
}

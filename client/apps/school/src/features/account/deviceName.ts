/** Order matters: browsers name others, from which they descend, too. */
const BROWSERS: readonly (readonly [RegExp, string])[] = [
  [/YaBrowser\//, 'Yandex Browser'],
  [/Edg(A|iOS)?\//, 'Edge'],
  [/OPR\//, 'Opera'],
  [/SamsungBrowser\//, 'Samsung Internet'],
  [/Firefox\/|FxiOS\//, 'Firefox'],
  [/Chrome\/|CriOS\//, 'Chrome'],
  [/Safari\//, 'Safari'],
];

const SYSTEMS: readonly (readonly [RegExp, string])[] = [
  [/iPhone/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/Android/, 'Android'],
  [/Windows/, 'Windows'],
  [/Mac OS X|Macintosh/, 'macOS'],
  [/CrOS/, 'ChromeOS'],
  [/Linux/, 'Linux'],
];

/** What a `User-Agent` names: «Firefox, Linux»; itself if it names no browser, null if empty. */
export function deviceName(userAgent: string): string | null {
  const parts = [firstIn(BROWSERS, userAgent), firstIn(SYSTEMS, userAgent)];
  const known = parts.filter((part) => part !== undefined);
  const name = known.length > 0 ? known.join(', ') : userAgent.trim();
  return name === '' ? null : name;
}

function firstIn(
  patterns: readonly (readonly [RegExp, string])[],
  text: string,
): string | undefined {
  return patterns.find(([pattern]) => pattern.test(text))?.[1];
}

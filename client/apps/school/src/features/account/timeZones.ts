/** The time zone of this device. */
export function ownTimeZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** Zones to choose from, without repetition: the chosen one and that of this device first. */
export function timeZoneOptions(
  chosen: string,
  own: string,
  all: readonly string[] = Intl.supportedValuesOf('timeZone'),
): { value: string; label: string }[] {
  const zones = new Set([chosen, own, ...all]);
  return [...zones].map((zone) => ({ value: zone, label: zone.replaceAll('_', ' ') }));
}

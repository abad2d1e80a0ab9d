/** A text and what is selected in it, in UTF-16 code units. */
export interface Selection {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

export type Marker = '**' | '_' | '`';

/** The markers of the keys that are pressed together with Ctrl or ⌘. */
const MARKERS: Readonly<Record<string, Marker>> = { KeyB: '**', KeyI: '_', KeyE: '`' };

interface Chord {
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

/** The marker that a key chord stands for. By `code`: in a Russian layout Ctrl+B is Ctrl+И. */
export function markerOf({ code, ctrlKey, metaKey, altKey, shiftKey }: Chord): Marker | null {
  if (altKey || shiftKey || ctrlKey === metaKey) return null;
  return MARKERS[code] ?? null;
}

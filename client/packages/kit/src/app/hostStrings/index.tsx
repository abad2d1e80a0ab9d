import {
  ReplacedStringsContext,
  type Strings,
  type ReplacedStrings,
  type Replacements,
} from '@vestnik/ui/i18n';
import { use, useMemo, type ReactNode } from 'react';

import { catalogues } from './catalogues.ts';

type Catalogues = typeof catalogues;

/** A host's own strings, by part and language: `{ message: { en: { deletedMessage: 'Removed' } } }`. */
export type KitReplacements = {
  readonly [Part in keyof Catalogues]?: Replacements<Catalogues[Part]>;
};

export interface KitStringsProviderProps {
  replacements: KitReplacements;
  children: ReactNode;
}

/** Shows a host's strings instead of the kit's, one by one. Inner providers win over outer ones. */
export function KitStringsProvider({ replacements, children }: KitStringsProviderProps) {
  const outer = use(ReplacedStringsContext);
  const replaced = useMemo(() => withReplacements(outer, replacements), [outer, replacements]);
  return <ReplacedStringsContext value={replaced}>{children}</ReplacedStringsContext>;
}

function withReplacements(outer: ReplacedStrings, replacements: KitReplacements): ReplacedStrings {
  const all = new Map(outer);
  const parts: Readonly<Record<string, Strings<object>>> = catalogues;
  for (const [part, own] of Object.entries(replacements)) {
    const catalogue = parts[part];
    if (catalogue === undefined) continue;
    const before = (all.get(catalogue) ?? catalogue) as Strings<object>;
    all.set(catalogue, { ru: { ...before.ru, ...own.ru }, en: { ...before.en, ...own.en } });
  }
  return all;
}

import { createContext, use } from 'react';

import { useLanguage, type Language } from './language.ts';

type Text = string | ((...values: never[]) => string) | Readonly<Record<string, string>>;

/** The words of one language, with the exact strings forgotten. */
export type Localized<T> = {
  readonly [Key in keyof T]: T[Key] extends string
    ? string
    : T[Key] extends (...values: infer Values) => string
      ? (...values: Values) => string
      : { readonly [Inner in keyof T[Key]]: string };
};

export type Strings<T> = Readonly<Record<Language, Localized<T>>>;

/** The words of a feature. Russian decides what there is; English must have all of it. */
export function defineStrings<T extends Readonly<Record<string, Text>>>({
  ru,
  en,
}: {
  ru: T;
  en: NoInfer<Localized<T>>;
}): Strings<T> {
  // Forgetting which string it is takes a cast: a literal type is a string.
  return { ru: ru as unknown as Localized<T>, en };
}

/** A host's own words instead of some of a catalogue's. */
export type Replacements<M extends Readonly<Record<Language, object>>> = {
  readonly [L in Language]?: Partial<M[L]>;
};

/** Catalogues with a host's words, by the catalogue that they replace. */
export type ReplacedStrings = ReadonlyMap<Strings<unknown>, Strings<unknown>>;

/** What {@link useStrings} reads instead of the catalogues that it is given. */
export const ReplacedStringsContext = createContext<ReplacedStrings>(new Map());

/** A feature's words in the chosen language, with those that the host has replaced. */
export function useStrings<T>(strings: Strings<T>): Localized<T> {
  // A catalogue is replaced by one with the same keys.
  const replaced = use(ReplacedStringsContext).get(strings) as Strings<T> | undefined;
  return (replaced ?? strings)[useLanguage().language];
}

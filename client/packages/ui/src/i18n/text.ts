import { createContext, use } from 'react';

import { useLanguage, type Language } from './language.ts';

type Text = string | ((...values: never[]) => string) | Readonly<Record<string, string>>;

/** The words of one language, with the exact strings forgotten. */
export type Words<T> = {
  readonly [Key in keyof T]: T[Key] extends string
    ? string
    : T[Key] extends (...values: infer Values) => string
      ? (...values: Values) => string
      : { readonly [Inner in keyof T[Key]]: string };
};

export type Messages<T> = Readonly<Record<Language, Words<T>>>;

/** The words of a feature. Russian decides what there is; English must have all of it. */
export function defineMessages<T extends Readonly<Record<string, Text>>>({
  ru,
  en,
}: {
  ru: T;
  en: NoInfer<Words<T>>;
}): Messages<T> {
  // Forgetting which string it is takes a cast: a literal type is a string.
  return { ru: ru as unknown as Words<T>, en };
}

/** A host's own words in place of some of a catalogue's. */
export type Replacements<M extends Readonly<Record<Language, object>>> = {
  readonly [L in Language]?: Partial<M[L]>;
};

/** Catalogues with a host's words, by the catalogue that they replace. */
export type ReplacedMessages = ReadonlyMap<Messages<unknown>, Messages<unknown>>;

/** What {@link useText} reads instead of the catalogues that it is given. */
export const ReplacedMessagesContext = createContext<ReplacedMessages>(new Map());

/** A feature's words in the chosen language, with those that the host has replaced. */
export function useText<T>(messages: Messages<T>): Words<T> {
  // A catalogue is replaced by one with the same keys.
  const replaced = use(ReplacedMessagesContext).get(messages) as Messages<T> | undefined;
  return (replaced ?? messages)[useLanguage().language];
}

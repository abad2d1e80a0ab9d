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

/** A feature's words in the language chosen. */
export function useText<T>(messages: Messages<T>): Words<T> {
  return messages[useLanguage().language];
}

import { useLanguage, type Language, type Messages, type Words } from '@vestnik/ui/i18n';
import { createContext, use, useMemo, type ReactNode } from 'react';

/** A host's own words in place of some of the kit's. */
export type Replacements<T> = Readonly<Partial<Record<Language, Partial<Words<T>>>>>;

export interface StringsProviderProps<T> {
  replacements: Replacements<T>;
  children: ReactNode;
}

/** Strings that a host may replace, one by one and language by language. */
export function replaceableStrings<T>(defaults: Messages<T>) {
  const Strings = createContext(defaults);

  function StringsProvider({ replacements, children }: StringsProviderProps<T>) {
    const outer = use(Strings);
    const strings = useMemo(
      () => ({
        ru: { ...outer.ru, ...replacements.ru },
        en: { ...outer.en, ...replacements.en },
      }),
      [outer, replacements],
    );
    return <Strings value={strings}>{children}</Strings>;
  }

  function useStrings(): Words<T> {
    return use(Strings)[useLanguage().language];
  }

  return { StringsProvider, useStrings };
}

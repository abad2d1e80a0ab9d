/**
 * Events in words: a template for each kind and language in `eventWords.json`, from which the server makes
 * the page of an export too.
 *
 * In a template `{user}`, `{message}`, `{reply}` and `{participants}` are what the entry has under these
 * names, any other name is one of its details; a part in brackets is left out if what it names is missing.
 * `kind:own` precedes `kind` for what people did to themselves. `values` has words for the values of a
 * detail; `*` stands for any value.
 */
import type { DeskPerson, TimelineEntry } from '@vestnik/sdk/desk';
import type { Language } from '@vestnik/ui/i18n';

import words from './eventWords.json';

type Words = Readonly<Record<string, Readonly<Record<Language, string>> | undefined>>;

const kinds: Words = words.kinds;
const values: Readonly<Record<string, Words | undefined>> = words.values;

/** What the actor did, without the actor's name; in English if this version does not know the kind. */
export function describeEvent(
  entry: TimelineEntry,
  language: Language,
  nameOf: (person: DeskPerson) => string,
): string {
  const isOwn = entry.actor !== null && entry.actor.id === entry.user?.id;
  const template = (isOwn ? kinds[`${entry.kind}:own`] : undefined) ?? kinds[entry.kind];
  if (template === undefined) return entry.description;
  const label = (person: DeskPerson) => `${nameOf(person)} (${person.id})`;
  return filled(template[language], (name) => {
    switch (name) {
      case 'user':
        return entry.user === null ? '' : label(entry.user);
      case 'message':
        return String(entry.message_id ?? '');
      case 'reply':
        return String(entry.reply_to ?? '');
      case 'participants':
        return entry.participants
          .map(({ person, role }) =>
            role === null ? label(person) : `${label(person)} — ${inWords('role', role, language)}`,
          )
          .join(', ');
      default:
        return inWords(name, entry.details[name], language);
    }
  });
}

const PLACEHOLDER = /\{(\w+)\}/gu;

/** The template with its values, without the parts in brackets that lack one. */
function filled(template: string, valueOf: (name: string) => string): string {
  // Every second part was in brackets.
  const parts = template.split(/\[([^\]]*)\]/u).map((part, index) => {
    const values = Array.from(part.matchAll(PLACEHOLDER), ([, name = '']) => valueOf(name));
    if (index % 2 === 1 && values.includes('')) return '';
    return part.replaceAll(PLACEHOLDER, () => values.shift() ?? '');
  });
  return parts.join('');
}

/** The words for a value of a detail; the value itself if this version has none. */
export function inWords(name: string, value: unknown, language: Language): string {
  if (value === undefined || value === null || value === false || value === '') return '';
  const shown = typeof value === 'string' ? value : JSON.stringify(value);
  const known = values[name]?.[shown] ?? values[name]?.['*'];
  return known === undefined ? shown : known[language];
}

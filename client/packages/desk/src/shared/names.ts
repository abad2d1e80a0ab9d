import type { DeskChat, DeskPerson } from '@vestnik/sdk/desk';
import { usePersonName } from '@vestnik/ui/format';
import { useText } from '@vestnik/ui/i18n';

import { strings } from './strings.ts';

/** The name of a person; of the server itself for null. */
export function useActorName(): (person: DeskPerson | null) => string {
  const t = useText(strings);
  const personName = usePersonName();
  return (person) => (person === null ? t.system : personName(person.name));
}

/** What a chat is called: its title, its listing or its members. */
export function useChatTitle(): (chat: DeskChat) => string {
  const t = useText(strings);
  const personName = usePersonName();
  return ({ id, type, title, listing, members }) => {
    const names = members.map(({ name }) => personName(name)).join(' — ');
    if (listing !== null) return `${listing.title ?? t.listing(listing.id)}: ${names}`;
    if (type === 'private' && names !== '') return names;
    return title ?? t.untitled(id);
  };
}

import type { DeskChat, DeskPerson } from '@vestnik/sdk/desk';
import { useDisplayName } from '@vestnik/ui/format';
import { useStrings } from '@vestnik/ui/i18n';

import { strings } from './strings.ts';

/** The name of a person; of the server itself for null. */
export function useActorName(): (person: DeskPerson | null) => string {
  const t = useStrings(strings);
  const displayName = useDisplayName();
  return (person) => (person === null ? t.system : displayName(person.name));
}

/** What a chat is called: its title, its listing or its members. */
export function useChatTitle(): (chat: DeskChat) => string {
  const t = useStrings(strings);
  const displayName = useDisplayName();
  return ({ id, type, title, listing, members }) => {
    const names = members.map(({ name }) => displayName(name)).join(' — ');
    if (listing !== null) return `${listing.title ?? t.listing(listing.id)}: ${names}`;
    if (type === 'private' && names !== '') return names;
    return title ?? t.untitled(id);
  };
}

import type { Member, Mention } from '@vestnik/sdk/model';
import { useEffect, useState, type KeyboardEvent, type RefObject } from 'react';

import {
  mentionQuery,
  mentionSuggestions,
  mentionsIn,
  type ChosenMember,
  type MentionQuery,
} from './mentions.ts';
import { replaceRange } from './textField.ts';

interface MentionsOptions {
  field: RefObject<HTMLTextAreaElement | null>;
  members: readonly Member[];
  /** Called with what is sought, null while nothing is. */
  onMention: ((query: string | null) => void) | undefined;
  ownId: number | null;
}

export interface Mentions {
  /** Empty: the list is closed. */
  readonly suggestions: readonly Member[];
  readonly activeIndex: number;
  /** For after each change of the text or of the caret. */
  readonly update: (text: string, caret: number) => void;
  readonly close: () => void;
  readonly choose: (member: Member) => void;
  /** Whether the open list used the key. */
  readonly press: (event: KeyboardEvent) => boolean;
  /** Whom the text mentions by a chosen suggestion, and where. */
  readonly mentionsIn: (text: string) => readonly Mention[];
}

const NO_MEMBERS: readonly Member[] = [];

/** Suggestions of members to mention: opened by `@`, closed by Escape until another `@`. */
export function useMentions({ field, members, onMention, ownId }: MentionsOptions): Mentions {
  const [query, setQuery] = useState<MentionQuery | null>(null);
  const [activeIndex, setActiveIndex] = useState(0);
  /** The position of the `@` that was settled, by a choice or by Escape. */
  const [settledAt, setSettledAt] = useState<number | null>(null);
  const [chosen, setChosen] = useState<readonly ChosenMember[]>([]);
  const isOpen = query !== null && query.start !== settledAt;
  const sought = isOpen ? query.query : null;
  useEffect(() => onMention?.(sought), [onMention, sought]);
  const suggestions = sought === null ? NO_MEMBERS : mentionSuggestions(members, sought, ownId);
  const active = Math.min(activeIndex, suggestions.length - 1);

  const close = () => {
    setSettledAt(query?.start ?? null);
  };
  const choose = ({ user }: Member) => {
    const element = field.current;
    if (!element || query === null) return;
    close();
    setChosen((before) => [...before, { userId: user.id, name: user.name }]);
    const end = query.start + 1 + query.query.length;
    replaceRange(element, query.start, end, `@${user.name} `);
  };
  const press = ({ key, shiftKey }: KeyboardEvent): boolean => {
    const count = suggestions.length;
    const member = suggestions[active];
    if (member === undefined) return false;
    if (key === 'ArrowDown') setActiveIndex((active + 1) % count);
    else if (key === 'ArrowUp') setActiveIndex((active + count - 1) % count);
    else if (key === 'Escape') close();
    else if ((key === 'Enter' || key === 'Tab') && !shiftKey) choose(member);
    else return false;
    return true;
  };

  return {
    suggestions,
    activeIndex: active,
    close,
    choose,
    press,
    mentionsIn: (text) => mentionsIn(text, chosen),
    update: (text, caret) => {
      const isOffered = onMention !== undefined || members.length > 0;
      const next = isOffered ? mentionQuery(text, caret) : null;
      setQuery(next);
      if (next?.query !== query?.query) setActiveIndex(0);
      // Not `settledAt`: a choice settles it and changes the text in one event.
      setSettledAt((settled) => (next?.start === settled ? settled : null));
    },
  };
}

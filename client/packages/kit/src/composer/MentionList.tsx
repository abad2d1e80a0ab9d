import { Avatar, clsx } from '@vestnik/ui';
import { useEffect, useRef } from 'react';

import styles from './MentionList.module.css';
import { mentionOptionId } from './mentions.ts';
import type { Mentions } from './useMentions.ts';
import { useComposerStrings } from './strings.ts';

interface MentionListProps {
  id: string;
  mentions: Mentions;
}

/** Members to mention. The focus stays in the text field, which names the active one. */
export default function MentionList({ id, mentions }: MentionListProps) {
  const t = useComposerStrings();
  const list = useRef<HTMLDivElement>(null);
  const { suggestions, activeIndex, choose } = mentions;
  useEffect(() => {
    list.current?.children[activeIndex]?.scrollIntoView({ block: 'nearest' });
  }, [activeIndex]);
  return (
    <div ref={list} id={id} role="listbox" aria-label={t.suggestions} className={styles['list']}>
      {suggestions.map((member, index) => (
        // The keys of the text field choose it.
        // eslint-disable-next-line jsx-a11y/click-events-have-key-events
        <div
          key={member.user.id}
          id={mentionOptionId(id, member)}
          role="option"
          tabIndex={-1}
          aria-selected={index === activeIndex}
          className={clsx(styles['option'], index === activeIndex && styles['active'])}
          onMouseDown={(event) => {
            // The focus stays in the text field.
            event.preventDefault();
          }}
          onClick={() => {
            choose(member);
          }}
        >
          <Avatar id={member.user.id} name={member.user.name} size="s" />
          <span className={styles['name']}>{member.user.name}</span>
        </div>
      ))}
    </div>
  );
}

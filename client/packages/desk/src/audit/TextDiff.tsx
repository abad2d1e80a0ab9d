import { VisuallyHidden } from '@vestnik/ui';
import { useStrings } from '@vestnik/ui/i18n';
import { useMemo } from 'react';

import { strings } from './strings.ts';
import { textChanges, type TextPart } from './textChanges.ts';
import styles from './TextDiff.module.css';

interface TextDiffProps {
  before: string;
  after: string;
}

/** What an edit removed from a text and added to it. */
export function TextDiff({ before, after }: TextDiffProps) {
  const parts = useMemo(() => textChanges(before, after), [before, after]);
  return (
    <p className={styles['diff']}>
      {parts.map((part, index) => (
        <Part key={index} part={part} />
      ))}
    </p>
  );
}

function Part({ part: { kind, text } }: { part: TextPart }) {
  const t = useStrings(strings);
  if (kind === 'same') return <span>{text}</span>;
  return kind === 'removed' ? (
    <del className={styles['removed']}>
      <VisuallyHidden>{t.removed}</VisuallyHidden>
      {text}
    </del>
  ) : (
    <ins className={styles['added']}>
      <VisuallyHidden>{t.added}</VisuallyHidden>
      {text}
    </ins>
  );
}

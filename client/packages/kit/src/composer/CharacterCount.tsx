import { clsx } from '@vestnik/ui';

import styles from './Composer.module.css';
import { useComposerStrings } from './strings.ts';

interface CharacterCountProps {
  id: string;
  /** Null: the limit is far. */
  charactersLeft: number | null;
}

/** How much a text is below or above its limit, once it is near. */
export function CharacterCount({ id, charactersLeft }: CharacterCountProps) {
  const t = useComposerStrings();
  if (charactersLeft === null) return null;
  const isTooLong = charactersLeft < 0;
  return (
    <p id={id} className={clsx(styles['count'], isTooLong && styles['tooLong'])} aria-live="polite">
      {isTooLong ? t.tooLong(-charactersLeft) : t.charactersLeft(charactersLeft)}
    </p>
  );
}

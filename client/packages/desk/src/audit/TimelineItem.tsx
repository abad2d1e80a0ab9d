import type { TimelineEntry } from '@vestnik/sdk/desk';
import { Badge, clsx } from '@vestnik/ui';
import { useLanguage, useStrings } from '@vestnik/ui/i18n';

import { Files } from '../shared/Files.tsx';
import { useActorName } from '../shared/names.ts';
import { strings as deskStrings } from '../shared/strings.ts';
import styles from './AuditView.module.css';
import { describeEvent } from './eventWords.ts';
import { strings } from './strings.ts';
import { TextDiff } from './TextDiff.tsx';
import { useExactMoment } from './useExactMoment.ts';

interface TimelineItemProps {
  entry: TimelineEntry;
  /** Of an edit: the text before it; null if that was erased. */
  former: string | null | undefined;
  isCurrent: boolean;
  /** Whether it happened after the chosen moment. */
  isFuture: boolean;
  onChoose: () => void;
}

export function TimelineItem({ entry, former, isCurrent, isFuture, onChoose }: TimelineItemProps) {
  const t = useStrings(strings);
  const { language } = useLanguage();
  const actorName = useActorName();
  const exactMoment = useExactMoment();
  const moment = exactMoment(entry.at);
  return (
    <li
      className={clsx(
        styles['entry'],
        isCurrent && styles['current'],
        isFuture && styles['future'],
      )}
      aria-current={isCurrent ? 'step' : undefined}
    >
      <p>
        <button
          type="button"
          className={styles['when']}
          aria-label={t.select(moment)}
          onClick={onChoose}
        >
          {moment}
        </button>
      </p>
      <p>
        <span className={styles['what']}>
          {t.didWhat(actorName(entry.actor), describeEvent(entry, language, actorName))}
        </span>
        {entry.via_key === null ? null : (
          <span className={styles['muted']}> {t.viaKey(entry.via_key)}</span>
        )}{' '}
        <StateBadge state={entry.state} />
      </p>
      <EntryText entry={entry} former={former} />
      <Files names={entry.files} />
    </li>
  );
}

function StateBadge({ state }: { state: TimelineEntry['state'] }) {
  const t = useStrings(strings);
  switch (state) {
    case 'edited':
      return <Badge tone="quiet">{t.editedSince}</Badge>;
    case 'deleted':
      return <Badge tone="danger">{t.deletedSince}</Badge>;
    case 'erased':
      return <Badge tone="quiet">{t.erased}</Badge>;
    case 'shown':
    case null:
      return null;
  }
}

interface EntryTextProps {
  entry: TimelineEntry;
  former: string | null | undefined;
}

/** A text; of an edit what it changed; of a deletion what it removed. */
function EntryText({ entry: { kind, text, state }, former }: EntryTextProps) {
  const t = useStrings(deskStrings);
  if (state === 'erased') return <p className={styles['muted']}>{t.erasedText}</p>;
  if (text === null || text === '') return null;
  if (kind === 'message_edited' && typeof former === 'string') {
    return <TextDiff before={former} after={text} />;
  }
  return kind === 'message_deleted' ? (
    <p className={styles['text']}>
      <del className={styles['deleted']}>{text}</del>
    </p>
  ) : (
    <p className={styles['text']}>{text}</p>
  );
}

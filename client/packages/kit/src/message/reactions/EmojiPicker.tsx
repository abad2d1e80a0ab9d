import { Spinner } from '@vestnik/ui';
import { useLanguage, type Language } from '@vestnik/ui/i18n';
import { useEffect, useState } from 'react';

import { usePickerStrings } from './strings.ts';
import { EMOJI_GROUPS, loadEmoji, searchEmoji, SKIN_TONES, type EmojiEntry } from './emojiData.ts';
import { EmojiGrid } from './EmojiGrid.tsx';
import styles from './EmojiPicker.module.css';

export interface EmojiPickerProps {
  onPick: (emoji: string) => void;
}

/** All emoji, to be put into a dialog or a popover of the host. */
export function EmojiPicker({ onPick }: EmojiPickerProps) {
  const t = usePickerStrings();
  const { language } = useLanguage();
  const { entries, hasFailed } = useEmoji(language);
  const [query, setQuery] = useState('');
  const [groupId, setGroupId] = useState<number>(EMOJI_GROUPS[0].id);
  const [tone, setTone] = useState(0);
  const isSearch = query.trim() !== '';
  const shown = isSearch
    ? searchEmoji(entries ?? [], query)
    : (entries ?? []).filter(({ group }) => group === groupId);
  return (
    <div className={styles['picker']} role="group" aria-label={t.emoji}>
      <div className={styles['top']}>
        <input
          className={styles['search']}
          type="search"
          aria-label={t.searchEmoji}
          placeholder={t.searchEmoji}
          autoComplete="off"
          value={query}
          onChange={(event) => {
            setQuery(event.target.value);
          }}
        />
        <SkinToneSelect tone={tone} onTone={setTone} />
      </div>
      <Groups
        current={isSearch ? null : groupId}
        onGroup={(id) => {
          setQuery('');
          setGroupId(id);
        }}
      />
      <div className={styles['content']} aria-busy={entries === null && !hasFailed}>
        {entries === null ? (
          <p className={styles['note']}>{hasFailed ? t.emojiUnavailable : <Spinner />}</p>
        ) : (
          <EmojiGrid key={isSearch ? query : groupId} entries={shown} tone={tone} onPick={onPick} />
        )}
        <p className={styles['note']} role="status">
          {entries !== null && shown.length === 0 ? t.noEmoji : ''}
        </p>
      </div>
    </div>
  );
}

function Groups({ current, onGroup }: { current: number | null; onGroup: (id: number) => void }) {
  const t = usePickerStrings();
  return (
    <div className={styles['groups']}>
      {EMOJI_GROUPS.map(({ id, name, icon }) => (
        <button
          key={id}
          type="button"
          className={styles['group']}
          aria-label={t.emojiGroups[name]}
          title={t.emojiGroups[name]}
          aria-pressed={id === current}
          onClick={() => {
            onGroup(id);
          }}
        >
          {icon}
        </button>
      ))}
    </div>
  );
}

function SkinToneSelect({ tone, onTone }: { tone: number; onTone: (tone: number) => void }) {
  const t = usePickerStrings();
  return (
    <select
      className={styles['tone']}
      aria-label={t.skinTone}
      value={tone}
      onChange={(event) => {
        onTone(Number(event.target.value));
      }}
    >
      {SKIN_TONES.map((name, index) => (
        <option key={name} value={index} aria-label={t.skinTones[name]}>
          {index === 0 ? '✋' : `✋${String.fromCodePoint(0x1f3fa + index)}`}
        </option>
      ))}
    </select>
  );
}

interface LoadedEmoji {
  readonly language: Language;
  /** Null: they could not be loaded. */
  readonly entries: readonly EmojiEntry[] | null;
}

function useEmoji(language: Language): {
  entries: readonly EmojiEntry[] | null;
  hasFailed: boolean;
} {
  const [loaded, setLoaded] = useState<LoadedEmoji | null>(null);
  useEffect(() => {
    let isCurrent = true;
    const show = (entries: LoadedEmoji['entries']) => {
      if (isCurrent) setLoaded({ language, entries });
    };
    loadEmoji(language).then(show, () => {
      show(null);
    });
    return () => {
      isCurrent = false;
    };
  }, [language]);
  const current = loaded?.language === language ? loaded : null;
  return { entries: current?.entries ?? null, hasFailed: current?.entries === null };
}

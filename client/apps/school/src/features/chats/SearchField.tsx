import { IconButton } from '@vestnik/ui';
import { useText } from '@vestnik/ui/i18n';
import { Search, X } from 'lucide-react';
import { useRef } from 'react';

import { messages } from './messages.ts';
import styles from './SearchField.module.css';

interface SearchFieldProps {
  value: string;
  onChange: (value: string) => void;
}

export function SearchField({ value, onChange }: SearchFieldProps) {
  const t = useText(messages);
  const field = useRef<HTMLInputElement>(null);
  return (
    <search className={styles['search']}>
      <Search className={styles['icon']} size={18} aria-hidden="true" />
      <input
        ref={field}
        className={styles['field']}
        type="search"
        aria-label={t.search}
        placeholder={t.search}
        autoComplete="off"
        spellCheck={false}
        value={value}
        onChange={(event) => {
          onChange(event.target.value);
        }}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && value !== '') onChange('');
        }}
      />
      {value === '' ? null : (
        <IconButton
          className={styles['clear']}
          label={t.clear}
          onClick={() => {
            onChange('');
            field.current?.focus();
          }}
        >
          <X size={18} aria-hidden="true" />
        </IconButton>
      )}
    </search>
  );
}

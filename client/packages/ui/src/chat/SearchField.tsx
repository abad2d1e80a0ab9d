import { Search, X } from 'lucide-react';
import { useRef } from 'react';

import { IconButton } from '../components/index.ts';
import { useStrings } from '../i18n/index.ts';
import { strings } from './strings.ts';
import styles from './SearchField.module.css';

interface SearchFieldProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
}

export function SearchField({ label, value, onChange }: SearchFieldProps) {
  const t = useStrings(strings);
  const field = useRef<HTMLInputElement>(null);
  return (
    <search className={styles['search']}>
      <Search className={styles['icon']} size={18} aria-hidden="true" />
      <input
        ref={field}
        className={styles['field']}
        type="search"
        aria-label={label}
        placeholder={label}
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

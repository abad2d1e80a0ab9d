import type { ReactNode } from 'react';

import styles from './Field.module.css';

interface Notes {
  hint?: string | undefined;
  error?: string | null | undefined;
}

interface FieldProps extends Notes {
  id: string;
  label: string;
  children: ReactNode;
}

/** The label above a control and the notes under it. */
export function Field({ id, label, hint, error, children }: FieldProps) {
  return (
    <div className={styles['field']}>
      <label className={styles['label']} htmlFor={id}>
        {label}
      </label>
      <div className={styles['box']}>{children}</div>
      {hint ? (
        <p className={styles['hint']} id={noteId(id, 'hint')}>
          {hint}
        </p>
      ) : null}
      {error ? (
        <p className={styles['error']} id={noteId(id, 'error')}>
          {error}
        </p>
      ) : null}
    </div>
  );
}

/** The `aria-describedby` of the control in a field with these notes. */
export function describedBy(id: string, { hint, error }: Notes): string | undefined {
  const notes = [error && noteId(id, 'error'), hint && noteId(id, 'hint')].filter(Boolean);
  return notes.length > 0 ? notes.join(' ') : undefined;
}

function noteId(id: string, note: 'hint' | 'error'): string {
  return `${id}-${note}`;
}

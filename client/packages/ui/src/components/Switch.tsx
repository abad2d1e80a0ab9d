import { useId } from 'react';

import { describedBy } from './Field.tsx';
import fieldStyles from './Field.module.css';
import styles from './Switch.module.css';

interface SwitchProps {
  label: string;
  isOn: boolean;
  onChange: (isOn: boolean) => void;
  hint?: string | undefined;
  error?: string | null | undefined;
}

/** A setting that is on or off. */
export function Switch({ label, isOn, onChange, hint, error }: SwitchProps) {
  const id = useId();
  return (
    <div className={styles['switch']}>
      <div className={styles['row']}>
        <label className={styles['label']} htmlFor={id}>
          {label}
        </label>
        <input
          id={id}
          type="checkbox"
          role="switch"
          className={styles['control']}
          aria-checked={isOn}
          aria-describedby={describedBy(id, { hint, error })}
          checked={isOn}
          onChange={(event) => {
            onChange(event.target.checked);
          }}
        />
      </div>
      {hint ? (
        <p className={fieldStyles['hint']} id={`${id}-hint`}>
          {hint}
        </p>
      ) : null}
      {error ? (
        <p className={fieldStyles['error']} id={`${id}-error`}>
          {error}
        </p>
      ) : null}
    </div>
  );
}

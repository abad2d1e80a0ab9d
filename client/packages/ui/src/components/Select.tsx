import { useId, type ComponentProps } from 'react';

import { Field, describedBy } from './Field.tsx';
import styles from './Field.module.css';

export interface SelectProps extends Omit<ComponentProps<'select'>, 'className' | 'children'> {
  label: string;
  options: readonly { value: string; label: string }[];
  hint?: string | undefined;
  error?: string | null | undefined;
}

export function Select({ label, options, hint, error, id, ...rest }: SelectProps) {
  const ownId = useId();
  const fieldId = id ?? ownId;
  return (
    <Field id={fieldId} label={label} hint={hint} error={error}>
      <select
        {...rest}
        id={fieldId}
        className={styles['control']}
        aria-invalid={error ? true : undefined}
        aria-describedby={describedBy(fieldId, { hint, error })}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </Field>
  );
}

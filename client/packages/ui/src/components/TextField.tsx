import { useId, type ComponentProps, type ReactNode } from 'react';

import { Field, describedBy } from './Field.tsx';
import fieldStyles from './Field.module.css';

export interface TextFieldProps extends Omit<ComponentProps<'input'>, 'className'> {
  label: string;
  hint?: string | undefined;
  error?: string | null | undefined;
  /** A button inside the field, at its end. */
  action?: ReactNode;
}

export function TextField({ label, hint, error, action, id, ...rest }: TextFieldProps) {
  const ownId = useId();
  const fieldId = id ?? ownId;
  return (
    <Field id={fieldId} label={label} hint={hint} error={error}>
      <input
        type="text"
        {...rest}
        id={fieldId}
        className={fieldStyles['control']}
        aria-invalid={error ? true : undefined}
        aria-describedby={describedBy(fieldId, { hint, error })}
      />
      {action}
    </Field>
  );
}

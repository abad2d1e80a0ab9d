import { TextField } from '@vestnik/ui';

import { useDialogStrings } from './dialogStrings.ts';

/** The server's limit, in characters. */
const MAX_TITLE_LENGTH = 200;

interface GroupTitleFieldProps {
  value: string;
  onChange: (title: string) => void;
  /** The form was sent: an empty title is an error from then on. */
  isChecked: boolean;
}

export function GroupTitleField({ value, onChange, isChecked }: GroupTitleFieldProps) {
  const t = useDialogStrings();
  return (
    <TextField
      label={t.groupTitle}
      value={value}
      maxLength={MAX_TITLE_LENGTH}
      autoComplete="off"
      error={isChecked && value.trim() === '' ? t.titleMissing : null}
      onChange={(event) => {
        onChange(event.target.value);
      }}
    />
  );
}

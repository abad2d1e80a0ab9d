import { Select } from '@vestnik/ui';
import { useStrings } from '@vestnik/ui/i18n';

import { strings } from './strings.ts';

/** Lengths that are offered, in minutes. */
const LENGTHS = [30, 45, 60, 75, 90, 120, 150, 180];

interface LengthSelectProps {
  minutes: number;
  onChange: (minutes: number) => void;
}

/** Chooses how long a lesson lasts; one that has another length may keep it. */
export function LengthSelect({ minutes, onChange }: LengthSelectProps) {
  const t = useStrings(strings);
  const lengths = LENGTHS.includes(minutes) ? LENGTHS : [...LENGTHS, minutes].sort((a, b) => a - b);
  return (
    <Select
      label={t.length}
      value={minutes}
      options={lengths.map((length) => ({ value: String(length), label: t.minutes(length) }))}
      onChange={(event) => {
        onChange(Number(event.target.value));
      }}
    />
  );
}

import { useStrings } from '@vestnik/ui/i18n';
import { useId } from 'react';

import styles from './DeletedSwitch.module.css';
import { strings } from './strings.ts';

interface DeletedSwitchProps {
  isOn: boolean;
  onChange: (isOn: boolean) => void;
}

export default function DeletedSwitch({ isOn, onChange }: DeletedSwitchProps) {
  const t = useStrings(strings);
  const id = useId();
  return (
    <div className={styles['switch']}>
      <input
        id={id}
        type="checkbox"
        role="switch"
        aria-checked={isOn}
        checked={isOn}
        onChange={(event) => {
          onChange(event.target.checked);
        }}
      />
      <label htmlFor={id}>{t.showDeleted}</label>
    </div>
  );
}

import { IconButton, TextField } from '@vestnik/ui';
import { useText } from '@vestnik/ui/i18n';
import { Eye, EyeOff } from 'lucide-react';
import { useState, type Ref } from 'react';

import { messages } from './messages.ts';

interface PasswordFieldProps {
  ref: Ref<HTMLInputElement>;
  value: string;
  onChange: (value: string) => void;
  error: string | null;
}

export function PasswordField({ ref, value, onChange, error }: PasswordFieldProps) {
  const t = useText(messages);
  const [isShown, setIsShown] = useState(false);
  return (
    <TextField
      ref={ref}
      label={t.password}
      type={isShown ? 'text' : 'password'}
      name="password"
      autoComplete="current-password"
      autoCapitalize="none"
      spellCheck={false}
      required
      value={value}
      onChange={(event) => {
        onChange(event.target.value);
      }}
      error={error}
      action={
        <IconButton
          label={isShown ? t.hidePassword : t.showPassword}
          onClick={() => {
            setIsShown(!isShown);
          }}
        >
          {isShown ? <EyeOff size={18} /> : <Eye size={18} />}
        </IconButton>
      }
    />
  );
}

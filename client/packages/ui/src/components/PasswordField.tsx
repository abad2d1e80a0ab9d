import { Eye, EyeOff } from 'lucide-react';
import { useState } from 'react';

import { defineStrings, useStrings } from '../i18n/index.ts';
import { IconButton } from './IconButton.tsx';
import { TextField, type TextFieldProps } from './TextField.tsx';

const strings = defineStrings({
  ru: { show: 'Показать пароль', hide: 'Скрыть пароль' },
  en: { show: 'Show password', hide: 'Hide password' },
});

type PasswordFieldProps = Omit<TextFieldProps, 'type' | 'action'> & {
  /** What password managers do with it. */
  autoComplete: 'current-password' | 'new-password';
};

/** A password, which can be shown. */
export function PasswordField(props: PasswordFieldProps) {
  const t = useStrings(strings);
  const [isShown, setIsShown] = useState(false);
  return (
    <TextField
      autoCapitalize="none"
      spellCheck={false}
      required
      {...props}
      type={isShown ? 'text' : 'password'}
      action={
        <IconButton
          label={isShown ? t.hide : t.show}
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

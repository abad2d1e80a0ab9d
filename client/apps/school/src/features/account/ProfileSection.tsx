import type { Account, AccountChanges } from '@vestnik/sdk';
import { Button, ErrorMessage, TextField } from '@vestnik/ui';
import { useStrings } from '@vestnik/ui/i18n';
import { errorCode, useErrorMessage } from '@vestnik/ui/errors';
import { useRef, useState, type SubmitEvent } from 'react';

import { useRequest } from '../../requests/index.ts';
import styles from './AccountForm.module.css';
import { AccountSection } from './AccountSection.tsx';
import { strings } from './strings.ts';
import { PictureChoice } from './PictureChoice.tsx';

interface ProfileSectionProps {
  profile: Account;
  onChange: (changes: AccountChanges) => Promise<unknown>;
  onPicture: (image: Blob) => Promise<unknown>;
}

export function ProfileSection({ profile, onChange, onPicture }: ProfileSectionProps) {
  const t = useStrings(strings);
  return (
    <AccountSection heading={t.profile}>
      <PictureChoice
        profile={profile}
        onPicture={onPicture}
        onRemove={() => onChange({ avatar_id: null })}
      />
      {profile.email === null ? null : (
        <p className={styles['note']}>{t.signInAddress(profile.email)}</p>
      )}
      <NameForm name={profile.name} onSave={(name) => onChange({ name })} />
    </AccountSection>
  );
}

interface NameFormProps {
  name: string;
  onSave: (name: string) => Promise<unknown>;
}

function NameForm({ name, onSave }: NameFormProps) {
  const t = useStrings(strings);
  const errorMessage = useErrorMessage();
  const { isPending, error, run } = useRequest();
  const field = useRef<HTMLInputElement>(null);
  const [draft, setDraft] = useState(name);
  const [isMissing, setIsMissing] = useState(false);
  const [isSaved, setIsSaved] = useState(false);

  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    const wanted = draft.trim();
    setIsMissing(wanted === '');
    if (wanted === '') {
      field.current?.focus();
      return;
    }
    setIsSaved(await run(() => onSave(wanted)));
  };

  const isInvalid = errorCode(error) === 'invalid_name';
  return (
    <form className={styles['form']} noValidate onSubmit={(event) => void submit(event)}>
      <TextField
        ref={field}
        label={t.name}
        name="name"
        autoComplete="name"
        required
        value={draft}
        onChange={(event) => {
          setDraft(event.target.value);
          setIsSaved(false);
        }}
        error={isMissing ? t.nameMissing : isInvalid ? t.invalidName : null}
      />
      {error === null || isInvalid ? null : <ErrorMessage>{errorMessage(error)}</ErrorMessage>}
      <div className={styles['actions']}>
        <Button type="submit" isPending={isPending}>
          {t.save}
        </Button>
        <span className={styles['note']} aria-live="polite">
          {isSaved ? t.saved : ''}
        </span>
      </div>
    </form>
  );
}

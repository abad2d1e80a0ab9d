import type { QuietHours } from '@vestnik/sdk/school';
import { Button, ErrorMessage, Select, Switch, TextField } from '@vestnik/ui';
import { useStrings } from '@vestnik/ui/i18n';
import { errorCode, useErrorMessage } from '@vestnik/ui/errors';
import { useMemo, useState, type SubmitEvent } from 'react';

import { useRequest } from '../../requests/index.ts';
import styles from './AccountForm.module.css';
import { strings } from './strings.ts';
import { ownTimeZone, timeZoneOptions } from './timeZones.ts';

interface QuietHoursSettingProps {
  /** Null: none. */
  quietHours: QuietHours | null;
  onSave: (wanted: QuietHours | null) => Promise<unknown>;
}

export function QuietHoursSetting({ quietHours, onSave }: QuietHoursSettingProps) {
  const t = useStrings(strings);
  const errorMessage = useErrorMessage();
  const { isPending, error, run } = useRequest();
  return (
    <div className={styles['form']}>
      <Switch
        label={t.quietHours}
        hint={t.quietHint}
        isOn={(quietHours !== null) !== isPending}
        error={error === null ? null : errorMessage(error)}
        onChange={(isOn) => {
          const wanted = { from: '22:00', to: '07:00', time_zone: ownTimeZone() };
          void run(() => onSave(isOn ? wanted : null));
        }}
      />
      {quietHours === null ? null : (
        <QuietHoursForm
          // Resets the fields when another device has changed it.
          key={Object.values(quietHours).join()}
          quietHours={quietHours}
          onSave={onSave}
        />
      )}
    </div>
  );
}

interface QuietHoursFormProps {
  quietHours: QuietHours;
  onSave: (wanted: QuietHours) => Promise<unknown>;
}

function QuietHoursForm({ quietHours, onSave }: QuietHoursFormProps) {
  const t = useStrings(strings);
  const errorMessage = useErrorMessage();
  const { isPending, error, run } = useRequest();
  const [draft, setDraft] = useState(quietHours);
  const zones = useMemo(
    () => timeZoneOptions(quietHours.time_zone, ownTimeZone()),
    [quietHours.time_zone],
  );
  const isChanged =
    draft.from !== quietHours.from ||
    draft.to !== quietHours.to ||
    draft.time_zone !== quietHours.time_zone;
  const isInvalid = errorCode(error) === 'invalid_quiet_hours';
  const time = (label: string, name: 'from' | 'to') => (
    <TextField
      label={label}
      type="time"
      required
      value={draft[name]}
      error={isInvalid && name === 'to' ? t.invalidQuietHours : null}
      onChange={(event) => {
        setDraft({ ...draft, [name]: event.target.value });
      }}
    />
  );
  return (
    <form
      className={styles['form']}
      onSubmit={(event: SubmitEvent) => {
        event.preventDefault();
        void run(() => onSave(draft));
      }}
    >
      <div className={styles['times']}>
        {time(t.from, 'from')}
        {time(t.to, 'to')}
      </div>
      <Select
        label={t.timeZone}
        value={draft.time_zone}
        options={zones}
        onChange={(event) => {
          setDraft({ ...draft, time_zone: event.target.value });
        }}
      />
      {error === null || isInvalid ? null : <ErrorMessage>{errorMessage(error)}</ErrorMessage>}
      {isChanged ? (
        <div className={styles['actions']}>
          <Button type="submit" isPending={isPending}>
            {t.save}
          </Button>
        </div>
      ) : null}
    </form>
  );
}

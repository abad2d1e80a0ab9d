import { Button, TextField } from '@vestnik/ui';
import { useStrings } from '@vestnik/ui/i18n';

import { asChosen, inAnHour, tomorrowMorning, type ChosenTime } from './sendTime.ts';
import { strings } from './strings.ts';
import styles from './Scheduled.module.css';

interface TimeFieldsProps {
  chosen: ChosenTime;
  onChosen: (chosen: ChosenTime) => void;
}

/** A day and a time of the reader's zone, and suggestions for them. */
export function TimeFields({ chosen, onChosen }: TimeFieldsProps) {
  const t = useStrings(strings);
  const suggest = (time: (now: Date) => ChosenTime) => () => {
    onChosen(time(new Date()));
  };
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
  return (
    <>
      <div className={styles['quick']} role="group" aria-label={t.quickTimes}>
        <Button onClick={suggest(inAnHour)}>{t.inAnHour}</Button>
        <Button onClick={suggest(tomorrowMorning)}>{t.tomorrowMorning}</Button>
      </div>
      <div className={styles['time']}>
        <TextField
          label={t.date}
          type="date"
          required
          min={asChosen(new Date()).day}
          value={chosen.day}
          onChange={({ currentTarget }) => {
            onChosen({ ...chosen, day: currentTarget.value });
          }}
        />
        <TextField
          label={t.time}
          type="time"
          required
          value={chosen.time}
          onChange={({ currentTarget }) => {
            onChosen({ ...chosen, time: currentTarget.value });
          }}
        />
      </div>
      <p className={styles['hint']}>{t.zone(timeZone)}</p>
    </>
  );
}

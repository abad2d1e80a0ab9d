import { toVestnikError, type VestnikError } from '@vestnik/sdk';
import { useClient } from '@vestnik/sdk/react';
import { Button, Dialog, DialogActions, ErrorMessage, TextField } from '@vestnik/ui';
import { useTimeFormat } from '@vestnik/ui/format';
import { useStrings } from '@vestnik/ui/i18n';
import { useState } from 'react';

import { toErrorReason } from '../errorReason.ts';
import { strings } from '../strings.ts';
import type { Jumps } from './useJumps.ts';

interface DateDialogProps {
  chatId: number;
  /** A moment of the day that is offered. */
  from: string;
  jumps: Pick<Jumps, 'jumpTo' | 'jumpToNewest'>;
  onClose: () => void;
}

/** Jumps to the first message of a day, or else to the next one. */
export default function DateDialog({ chatId, from, jumps, onClose }: DateDialogProps) {
  const t = useStrings(strings);
  const { dayKey } = useTimeFormat();
  const { api } = useClient();
  const [day, setDay] = useState(dayKey(from));
  const [isPending, setPending] = useState(false);
  const [error, setError] = useState<VestnikError | null>(null);

  const jump = async () => {
    setPending(true);
    setError(null);
    try {
      // Without a zone it is the beginning of the day here.
      const at = new Date(`${day}T00:00`).toISOString();
      const { messages } = (await api.history(chatId, { at, limit: 1 })).value;
      const [first] = messages;
      onClose();
      if (first === undefined) jumps.jumpToNewest();
      else jumps.jumpTo(first.id);
    } catch (reason) {
      setError(toVestnikError(reason));
      setPending(false);
    }
  };

  return (
    <Dialog isOpen title={t.jumpToDate} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void jump();
        }}
      >
        <TextField
          label={t.date}
          type="date"
          required
          max={dayKey(new Date().toISOString())}
          value={day}
          onChange={({ target }) => {
            setDay(target.value);
          }}
        />
        {error ? <ErrorMessage>{t.reasons[toErrorReason(error)]}</ErrorMessage> : null}
        <DialogActions>
          <Button onClick={onClose}>{t.cancel}</Button>
          <Button type="submit" variant="primary" isPending={isPending}>
            {t.jump}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}

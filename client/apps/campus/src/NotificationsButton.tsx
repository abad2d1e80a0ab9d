import { NotificationSettings } from '@vestnik/campus';
import { Button, Dialog, DialogActions } from '@vestnik/ui';
import { useStrings } from '@vestnik/ui/i18n';
import { useState } from 'react';

import { strings } from './strings.ts';

/** Opens the settings of sound and notifications. */
export function NotificationsButton() {
  const t = useStrings(strings);
  const [isOpen, setOpen] = useState(false);
  const close = () => {
    setOpen(false);
  };
  return (
    <>
      <Button
        variant="quiet"
        onClick={() => {
          setOpen(true);
        }}
      >
        {t.notifications}
      </Button>
      <Dialog isOpen={isOpen} title={t.notifications} onClose={close}>
        <NotificationSettings />
        <DialogActions>
          <Button onClick={close}>{t.close}</Button>
        </DialogActions>
      </Dialog>
    </>
  );
}

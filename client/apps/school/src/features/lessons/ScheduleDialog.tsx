import { Dialog } from '@vestnik/ui';
import { useStrings } from '@vestnik/ui/i18n';

import { strings } from './strings.ts';
import { useNotify } from './notices.tsx';
import { ScheduleForm } from './ScheduleForm.tsx';

interface ScheduleDialogProps {
  isOpen: boolean;
  onClose: () => void;
}

export function ScheduleDialog({ isOpen, onClose }: ScheduleDialogProps) {
  const t = useStrings(strings);
  const notify = useNotify();
  return (
    <Dialog title={t.schedule} isOpen={isOpen} onClose={onClose}>
      <ScheduleForm
        onScheduled={({ lessons }) => {
          notify({ text: t.scheduledLessons(lessons.length) });
          onClose();
        }}
        onClose={onClose}
      />
    </Dialog>
  );
}

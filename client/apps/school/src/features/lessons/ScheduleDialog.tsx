import { Dialog } from '@vestnik/ui';
import { useText } from '@vestnik/ui/i18n';

import { messages } from './messages.ts';
import { ScheduleForm } from './ScheduleForm.tsx';

interface ScheduleDialogProps {
  isOpen: boolean;
  onClose: () => void;
}

export function ScheduleDialog({ isOpen, onClose }: ScheduleDialogProps) {
  const t = useText(messages);
  return (
    <Dialog title={t.schedule} isOpen={isOpen} onClose={onClose}>
      <ScheduleForm onClose={onClose} />
    </Dialog>
  );
}

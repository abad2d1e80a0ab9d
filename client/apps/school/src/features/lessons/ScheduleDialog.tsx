import { useText } from '../../i18n/index.ts';
import { Dialog } from '../../ui/index.ts';
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

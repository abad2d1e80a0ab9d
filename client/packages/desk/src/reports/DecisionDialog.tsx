import { useDecideReport, type DeskReport, type ReportDecision } from '@vestnik/sdk/desk';
import { ConfirmDialog } from '@vestnik/ui';
import { useStrings } from '@vestnik/ui/i18n';

import { useActorName } from '../shared/names.ts';
import { strings } from './strings.ts';

/** Decisions that cannot be taken back. */
export type ConfirmedDecision = Exclude<ReportDecision, 'dismiss'>;

interface DecisionDialogProps {
  report: DeskReport;
  decision: ConfirmedDecision;
  onClose: () => void;
}

export function DecisionDialog({ report, decision, onClose }: DecisionDialogProps) {
  const t = useStrings(strings);
  const actorName = useActorName();
  const { mutateAsync: decide } = useDecideReport();
  const isBan = decision === 'ban_author';
  return (
    <ConfirmDialog
      title={isBan ? t.banQuestion(actorName(report.message.author)) : t.deleteQuestion}
      confirm={isBan ? t.ban : t.deleteMessage}
      errorTexts={{ report_settled: t.settled, report_not_found: t.notFound }}
      onConfirm={async () => {
        await decide({ id: report.id, decision });
      }}
      onClose={onClose}
    >
      <p>{isBan ? t.banHint : t.deleteHint}</p>
    </ConfirmDialog>
  );
}

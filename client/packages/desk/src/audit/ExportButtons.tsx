import { useExportChat, type ExportFormat } from '@vestnik/sdk/desk';
import { Button, ErrorMessage } from '@vestnik/ui';
import { saveFile } from '@vestnik/ui/files';
import { useStrings } from '@vestnik/ui/i18n';
import { useErrorMessage } from '@vestnik/ui/errors';
import { Download } from 'lucide-react';
import { useId, useState } from 'react';

import styles from './AuditView.module.css';
import { strings } from './strings.ts';
import { needsReason } from './useReason.ts';

interface ExportButtonsProps {
  chatId: number;
  formats: readonly ExportFormat[];
  /** The server wants a reason first; `retry` downloads again. */
  onReasonRequired: (retry: () => void) => void;
}

/** Downloads the history of a chat as a file. */
export function ExportButtons({ chatId, formats, onReasonRequired }: ExportButtonsProps) {
  const t = useStrings(strings);
  const errorMessage = useErrorMessage();
  const labelId = useId();
  const { mutateAsync: exportChat } = useExportChat(chatId);
  const [pending, setPending] = useState<ExportFormat | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [saved, setSaved] = useState<string | null>(null);
  const download = async (format: ExportFormat) => {
    if (pending !== null) return;
    setPending(format);
    setError(null);
    setSaved(null);
    try {
      const file = await exportChat(format);
      saveFile(file.name, file.blob);
      setSaved(file.name);
    } catch (reason) {
      if (needsReason(reason)) onReasonRequired(() => void download(format));
      else setError(reason);
    }
    setPending(null);
  };
  return (
    <div className={styles['export']} role="group" aria-labelledby={labelId}>
      <span id={labelId} className={styles['muted']}>
        {t.download}
      </span>
      {formats.map((format) => (
        <Button
          key={format}
          icon={<Download size={18} aria-hidden="true" />}
          isPending={pending === format}
          onClick={() => void download(format)}
        >
          {t[format]}
        </Button>
      ))}
      <p aria-live="polite" className={styles['saved']}>
        {saved === null ? '' : t.downloaded(saved)}
      </p>
      {error === null ? null : (
        <ErrorMessage>{errorMessage(error, { overloaded: t.overloaded })}</ErrorMessage>
      )}
    </div>
  );
}

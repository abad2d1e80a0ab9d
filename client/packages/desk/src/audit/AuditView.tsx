import type { ExportFormat } from '@vestnik/sdk/desk';
import { EmptyState } from '@vestnik/ui';
import { useStrings } from '@vestnik/ui/i18n';
import { History } from 'lucide-react';

import { useDeskAddress } from '../shared/address.ts';
import { ChatAudit } from './ChatAudit.tsx';
import { ChatPicker } from './ChatPicker.tsx';
import { strings } from './strings.ts';

export interface AuditViewProps {
  searchesChats: boolean;
  canErase: boolean;
  exportFormats: readonly ExportFormat[];
}

/** The history of one chat, or the search for it. */
export function AuditView({ searchesChats, ...props }: AuditViewProps) {
  const t = useStrings(strings);
  const { chatId } = useDeskAddress();
  if (chatId !== null) {
    return <ChatAudit key={chatId} chatId={chatId} hasPicker={searchesChats} {...props} />;
  }
  return searchesChats ? (
    <ChatPicker />
  ) : (
    <EmptyState icon={<History size={28} />} title={t.choose} />
  );
}

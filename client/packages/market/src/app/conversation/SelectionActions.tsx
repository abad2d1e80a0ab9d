import { SelectionActions as Actions } from '@vestnik/kit/selection';
import type { Selection } from '@vestnik/kit/headless';
import type { Chat } from '@vestnik/sdk';

import { useForwardTitle } from '../MarketContext.tsx';
import { canDelete } from './rights.ts';

interface SelectionActionsProps {
  chat: Chat;
  ownId: number | null;
  selection: Selection;
}

/** In place of the composer: what may be done with the selected messages; loaded with the first one. */
export default function SelectionActions({ chat, ownId, selection }: SelectionActionsProps) {
  return (
    <Actions
      selected={selection.messages ?? []}
      selection={selection}
      canForward={chat.me.can.includes('send')}
      canDelete={(message) => canDelete(chat, ownId, message)}
      chatTitle={useForwardTitle(ownId)}
    />
  );
}

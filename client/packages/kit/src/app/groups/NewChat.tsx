import { IconButton } from '@vestnik/ui';
import { useStrings } from '@vestnik/ui/i18n';
import { MessageSquarePlus, UsersRound } from 'lucide-react';
import { Suspense, useState } from 'react';

import { lazyPart } from '../../lazyPart.ts';
import type { NewChatType } from '../../chats/index.ts';
import { strings } from './strings.ts';

const NewChatPane = lazyPart(() => import('./NewChatPane.tsx'));

interface NewChatProps {
  kinds: readonly [NewChatType, ...NewChatType[]];
}

/** The button that opens the dialog of a new chat. */
export function NewChat({ kinds }: NewChatProps) {
  const t = useStrings(strings);
  const [isOpen, setIsOpen] = useState(false);
  const isGroup = kinds[0] === 'group';
  const Icon = isGroup ? UsersRound : MessageSquarePlus;
  return (
    <>
      <IconButton
        label={isGroup ? t.newGroup : t.newChat}
        onClick={() => {
          setIsOpen(true);
        }}
      >
        <Icon size={20} aria-hidden="true" />
      </IconButton>
      {isOpen ? (
        <Suspense>
          <NewChatPane
            kinds={kinds}
            onClose={() => {
              setIsOpen(false);
            }}
          />
        </Suspense>
      ) : null}
    </>
  );
}

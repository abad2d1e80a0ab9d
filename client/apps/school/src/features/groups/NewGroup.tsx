import { IconButton } from '@vestnik/ui';
import { useText } from '@vestnik/ui/i18n';
import { UsersRound } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';

import { strings } from './strings.ts';

const NewGroupDialog = lazy(() => import('./NewGroupDialog.tsx'));

/** The button that opens the dialog of a new group. */
export function NewGroup() {
  const t = useText(strings);
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <IconButton
        label={t.newGroup}
        onClick={() => {
          setIsOpen(true);
        }}
      >
        <UsersRound size={20} aria-hidden="true" />
      </IconButton>
      {isOpen ? (
        <Suspense>
          <NewGroupDialog
            onClose={() => {
              setIsOpen(false);
            }}
          />
        </Suspense>
      ) : null}
    </>
  );
}

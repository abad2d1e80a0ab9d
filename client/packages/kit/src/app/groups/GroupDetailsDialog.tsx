import { Suspense, type ComponentProps } from 'react';

import { lazyPart } from '../../lazyPart.ts';

const GroupDetails = lazyPart(() => import('./GroupDetails.tsx'));

/** The dialog of a group, loaded when it is opened first. */
export function GroupDetailsDialog(props: ComponentProps<typeof GroupDetails>) {
  return (
    <Suspense>
      <GroupDetails {...props} />
    </Suspense>
  );
}

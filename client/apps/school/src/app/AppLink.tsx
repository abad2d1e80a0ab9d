import { AddressLink } from '@vestnik/ui/address';
import type { ComponentProps } from 'react';

import { useApp } from './useApp.ts';

/** A link to a page of this application. */
export function AppLink({ href, ...rest }: ComponentProps<typeof AddressLink>) {
  return <AddressLink {...rest} href={useApp().base + href} />;
}

import type { ComponentProps, MouseEvent } from 'react';

import { pushAddress } from './address.ts';

type AddressLinkProps = ComponentProps<'a'> & { href: string };

/** A link within the page, which is not loaded again. */
export function AddressLink({ href, children, onClick, ...rest }: AddressLinkProps) {
  return (
    <a
      {...rest}
      href={href}
      onClick={(event) => {
        if (!isPlainClick(event)) return;
        event.preventDefault();
        onClick?.(event);
        pushAddress(href);
      }}
    >
      {children}
    </a>
  );
}

/** With a modifier the browser opens the link in another tab or window. */
export function isPlainClick(event: MouseEvent): boolean {
  const isModified = event.metaKey || event.ctrlKey || event.shiftKey || event.altKey;
  return event.button === 0 && !isModified && !event.defaultPrevented;
}

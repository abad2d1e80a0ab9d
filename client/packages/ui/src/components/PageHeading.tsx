import { clsx } from 'clsx';
import { createContext, useContext, useEffect, useRef, type ComponentProps } from 'react';

import styles from './PageHeading.module.css';

/** Whether a page that opens now was opened from another one, and takes the focus. */
export const FocusHeadingContext = createContext(false);

/** A page's `<h1>`. A screen reader begins there when one comes from another page. */
export function PageHeading({ className, ...rest }: ComponentProps<'h1'>) {
  const heading = useRef<HTMLHeadingElement>(null);
  const shouldFocus = useContext(FocusHeadingContext);
  useEffect(() => {
    if (shouldFocus) heading.current?.focus({ preventScroll: true });
  }, [shouldFocus]);
  return (
    // It has its content from `rest`.
    // eslint-disable-next-line jsx-a11y/heading-has-content
    <h1 {...rest} ref={heading} tabIndex={-1} className={clsx(styles['heading'], className)} />
  );
}

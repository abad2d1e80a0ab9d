import { clsx } from 'clsx';

import styles from './Spinner.module.css';
import { VisuallyHidden } from './VisuallyHidden.tsx';

interface SpinnerProps {
  /** What is awaited; without it the spinner is an ornament of something that says so itself. */
  label?: string;
  /** Takes the middle of the room it is in. */
  isCentred?: boolean;
}

/** Shows up only after a moment: what is quick should not flicker. */
export function Spinner({ label, isCentred = false }: SpinnerProps) {
  const ring = <span className={styles['ring']} aria-hidden="true" />;
  if (!label && !isCentred) return ring;
  return (
    <div className={clsx(styles['container'], isCentred && styles['centered'])}>
      {ring}
      {label ? <VisuallyHidden>{label}</VisuallyHidden> : null}
    </div>
  );
}

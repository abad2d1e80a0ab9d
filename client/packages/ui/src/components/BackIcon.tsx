import { ArrowLeft } from 'lucide-react';

import styles from './BackIcon.module.css';

/** The arrow of a button that leads back: against the direction of reading. */
export function BackIcon() {
  return <ArrowLeft size={22} className={styles['icon']} aria-hidden="true" />;
}

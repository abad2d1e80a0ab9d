import { useState } from 'react';

import { initials } from '../format/index.ts';
import styles from './Avatar.module.css';
import { classes } from './classes.ts';

interface AvatarProps {
  /** Decides on the colour, so that a person has the same everywhere. */
  id: number;
  name: string;
  size?: 's' | 'm' | 'l' | 'xl';
  /** The address of the person's picture; without one, initials. */
  src?: string | null | undefined;
  /** A dot. Whoever cannot see it is told in words elsewhere. */
  isOnline?: boolean;
}

const HUES = 8;

/** An ornament: the name stands beside it. */
export function Avatar({ id, name, size = 'm', src, isOnline = false }: AvatarProps) {
  const [failedSrc, setFailedSrc] = useState<string | null>(null);
  const picture = src === failedSrc ? null : (src ?? null);
  return (
    <span
      aria-hidden="true"
      className={classes(styles['avatar'], styles[size], isOnline && styles['online'])}
      data-hue={Math.abs(id) % HUES}
      data-initials={picture === null ? initials(name) : undefined}
    >
      {picture === null ? null : (
        <img
          src={picture}
          alt=""
          className={styles['picture']}
          onError={() => {
            setFailedSrc(picture);
          }}
        />
      )}
    </span>
  );
}

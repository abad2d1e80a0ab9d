import { clsx } from 'clsx';

import { useFileUrl } from '../files/index.ts';
import { initials } from '../format/index.ts';
import styles from './Avatar.module.css';

interface AvatarProps {
  /** Decides on the colour, so that a person has the same everywhere. */
  id: number;
  name: string;
  size?: 's' | 'm' | 'l' | 'xl';
  /** Shows a dot. Screen readers need the state as text elsewhere. */
  isOnline?: boolean;
  /** The address of a picture, over the initials. */
  picture?: string | null | undefined;
}

const HUES = 8;

/** An ornament: the name stands beside it. */
export function Avatar({ id, name, size = 'm', isOnline = false, picture = null }: AvatarProps) {
  const url = useFileUrl(picture);
  return (
    <span
      aria-hidden="true"
      className={clsx(styles['avatar'], styles[size], isOnline && styles['online'])}
      data-hue={Math.abs(id) % HUES}
      data-initials={initials(name)}
    >
      {url === undefined ? null : (
        <img
          key={url}
          className={styles['picture']}
          src={url}
          alt=""
          loading="lazy"
          decoding="async"
          onError={(event) => {
            event.currentTarget.hidden = true;
          }}
        />
      )}
    </span>
  );
}

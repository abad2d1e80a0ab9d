import { IconButton } from '@vestnik/ui';
import { Pencil, Reply, X } from 'lucide-react';

import styles from './ComposerBanner.module.css';
import { useComposerStrings } from './strings.ts';

interface ComposerBannerProps {
  kind: 'reply' | 'edit';
  /** The author of the message that is replied to. */
  authorName?: string | undefined;
  /** The beginning of the message. */
  excerpt: string;
  onCancel: () => void;
}

/** The message that is being replied to or edited, above the text field. */
export function ComposerBanner({ kind, authorName = '', excerpt, onCancel }: ComposerBannerProps) {
  const t = useComposerStrings();
  const Icon = kind === 'edit' ? Pencil : Reply;
  return (
    <div className={styles['banner']}>
      <Icon className={styles['icon']} size={18} aria-hidden="true" />
      <div className={styles['content']}>
        <p className={styles['title']}>{kind === 'edit' ? t.editing : t.replyingTo(authorName)}</p>
        <p className={styles['excerpt']} dir="auto">
          {excerpt}
        </p>
      </div>
      <IconButton label={t.cancel} onClick={onCancel}>
        <X size={18} aria-hidden="true" />
      </IconButton>
    </div>
  );
}

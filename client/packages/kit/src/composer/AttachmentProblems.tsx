import { IconButton } from '@vestnik/ui';
import { X } from 'lucide-react';

import styles from './Composer.module.css';
import { useComposerStrings } from './strings.ts';

interface AttachmentProblemsProps {
  problems: readonly string[];
  onDismiss: () => void;
}

/** Why files were not attached. */
export default function AttachmentProblems({ problems, onDismiss }: AttachmentProblemsProps) {
  const t = useComposerStrings();
  return (
    <div className={styles['problems']} role="alert">
      <div className={styles['problemList']}>
        {problems.map((problem) => (
          <p key={problem}>{problem}</p>
        ))}
      </div>
      <IconButton label={t.dismiss} onClick={onDismiss}>
        <X size={16} aria-hidden="true" />
      </IconButton>
    </div>
  );
}

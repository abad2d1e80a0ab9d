import { useId, type ReactNode } from 'react';

import styles from './Dialog.module.css';
import { useModal } from './useModal.ts';

interface DialogProps {
  title: string;
  isOpen: boolean;
  /** Escape or Back was pressed. The dialog closes when `isOpen` becomes false. */
  onClose: () => void;
  children: ReactNode;
}

/** A modal dialog. The focus goes in (`autoFocus`, or its first control), and back at the end. */
export function Dialog({ isOpen, ...rest }: DialogProps) {
  return isOpen ? <OpenDialog {...rest} /> : null;
}

function OpenDialog({ title, onClose, children }: Omit<DialogProps, 'isOpen'>) {
  const titleId = useId();
  const dialog = useModal(onClose);

  return (
    <dialog
      ref={dialog}
      className={styles['dialog']}
      aria-labelledby={titleId}
      onCancel={(event) => {
        // A file picker inside sends this event too, and it bubbles.
        if (event.target !== event.currentTarget) return;
        event.preventDefault();
        onClose();
      }}
      onClose={(event) => {
        // The browser may close it over our head, at the second Escape.
        if (event.target === event.currentTarget && !event.currentTarget.open) onClose();
      }}
    >
      <h2 className={styles['title']} id={titleId}>
        {title}
      </h2>
      {children}
    </dialog>
  );
}

/** The row of buttons at a dialog's end; on a phone one above another. */
export function DialogActions({ children }: { children: ReactNode }) {
  return <div className={styles['actions']}>{children}</div>;
}

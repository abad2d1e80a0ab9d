import { clsx } from '@vestnik/ui';
import { Upload } from 'lucide-react';
import {
  createContext,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
  type DragEvent,
  type ReactNode,
} from 'react';

import { transferredFiles } from './attachmentRules.ts';
import styles from './FileDropZone.module.css';
import { useComposerStrings } from './strings.ts';

type FilesHandler = (files: File[]) => void;

const DropContext = createContext<{ register: (handler: FilesHandler | null) => void } | null>(
  null,
);

interface FileDropZoneProps {
  className?: string | undefined;
  /** Files that were chosen before the composer was there: it gets them as if dropped. */
  takeWaiting?: () => readonly File[];
  children: ReactNode;
}

/** A part of the page, typically a whole conversation: its `Composer` gets the files dropped on it. */
export function FileDropZone({ className, takeWaiting, children }: FileDropZoneProps) {
  const t = useComposerStrings();
  const handler = useRef<FilesHandler | null>(null);
  const [canDrop, setCanDrop] = useState(false);
  /** The elements that a drag has entered and not left: events of children arrive here too. */
  const depth = useRef(0);
  const [isOver, setIsOver] = useState(false);
  const context = useMemo(
    () => ({
      register: (next: FilesHandler | null) => {
        handler.current = next;
        setCanDrop(next !== null);
        const waiting = next === null ? [] : (takeWaiting?.() ?? []);
        if (waiting.length > 0) next?.([...waiting]);
      },
    }),
    [takeWaiting],
  );
  const move = (event: DragEvent, change: 1 | -1 | 0) => {
    if (!canDrop || !event.dataTransfer.types.includes('Files')) return;
    event.preventDefault();
    depth.current = Math.max(0, depth.current + change);
    setIsOver(depth.current > 0);
  };
  const drop = (event: DragEvent) => {
    depth.current = 0;
    setIsOver(false);
    const files = transferredFiles(event.dataTransfer);
    if (!canDrop || files.length === 0) return;
    event.preventDefault();
    handler.current?.(files);
  };
  return (
    // A drag is a shortcut of the button that attaches, which the keyboard reaches.
    // eslint-disable-next-line jsx-a11y/no-static-element-interactions
    <div
      className={clsx(styles['zone'], className)}
      onDragEnter={(event) => {
        move(event, 1);
      }}
      onDragOver={(event) => {
        move(event, 0);
      }}
      onDragLeave={(event) => {
        move(event, -1);
      }}
      onDrop={drop}
    >
      <DropContext.Provider value={context}>{children}</DropContext.Provider>
      {isOver ? (
        <div className={styles['overlay']} aria-hidden="true">
          <Upload size={32} />
          {t.dropHere}
        </div>
      ) : null}
    </div>
  );
}

/** Hands the files that are dropped on the zone around it to `onFiles`; null: it takes none. */
export function useDroppedFiles(onFiles: FilesHandler | null): void {
  const zone = useContext(DropContext);
  useEffect(() => {
    if (!zone) return undefined;
    zone.register(onFiles);
    return () => {
      zone.register(null);
    };
  }, [zone, onFiles]);
}

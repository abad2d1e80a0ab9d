import { useEffect, useRef } from 'react';

import { defineStrings, useStrings } from '../i18n/index.ts';
import { Button } from './Button.tsx';
import styles from './LoadMore.module.css';

const strings = defineStrings({ ru: { more: 'Показать ещё' }, en: { more: 'Show more' } });

interface LoadMoreProps {
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  /** After an error no page comes by itself: it would fail again and again. */
  hasFailed: boolean;
  fetchNextPage: () => void;
}

/** The end of a list that has further pages: they come as one scrolls near, or by the button. */
export function LoadMore({
  hasNextPage,
  isFetchingNextPage,
  hasFailed,
  fetchNextPage,
}: LoadMoreProps) {
  const t = useStrings(strings);
  const end = useRef<HTMLDivElement>(null);

  useEffect(() => {
    const element = end.current;
    if (!element || isFetchingNextPage || hasFailed) return;
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some((entry) => entry.isIntersecting)) fetchNextPage();
      },
      { rootMargin: '300px' },
    );
    observer.observe(element);
    return () => {
      observer.disconnect();
    };
  }, [hasNextPage, isFetchingNextPage, hasFailed, fetchNextPage]);

  if (!hasNextPage) return null;
  return (
    <div ref={end} className={styles['more']}>
      <Button isPending={isFetchingNextPage} onClick={fetchNextPage}>
        {t.more}
      </Button>
    </div>
  );
}

import { useEffect, useRef, useState } from 'react';

import { clsx } from '@vestnik/ui';
import styles from './MessageText.module.css';

interface FormulaProps {
  tex: string;
  isBlock?: boolean;
  /** The source with its delimiters: shown until KaTeX is loaded, and if KaTeX cannot parse it. */
  source: string;
}

/**
 * A formula, by KaTeX as MathML: browsers draw that themselves and screen readers read it, without a
 * style sheet and fonts. KaTeX makes nodes of the document, no markup, and follows no link or macro
 * that the formula brings along.
 */
export function Formula({ tex, isBlock = false, source }: FormulaProps) {
  const element = useRef<HTMLSpanElement>(null);
  const [isRendered, setIsRendered] = useState(false);
  useEffect(() => {
    let isCurrent = true;
    const render = async () => {
      const { default: katex } = await import('katex');
      if (!isCurrent || element.current === null) return;
      katex.render(tex, element.current, {
        displayMode: isBlock,
        output: 'mathml',
        throwOnError: true,
        trust: false,
        maxExpand: 100,
        maxSize: 10,
        strict: 'ignore',
      });
      // `$\,$` would show nothing.
      setIsRendered(element.current.textContent !== '');
    };
    // An unreadable formula, and one whose KaTeX cannot be loaded, stays as it was written.
    render().catch(() => {
      if (isCurrent) setIsRendered(false);
    });
    return () => {
      isCurrent = false;
    };
  }, [tex, isBlock]);
  return (
    <span
      className={clsx(
        styles['formula'],
        isBlock ? styles['formulaBlock'] : isRendered && styles['formulaInline'],
      )}
    >
      <span ref={element} hidden={!isRendered} />
      {isRendered ? null : source}
    </span>
  );
}

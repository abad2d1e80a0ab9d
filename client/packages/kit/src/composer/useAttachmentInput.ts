import { useLanguage } from '@vestnik/ui/i18n';
import { useCallback, useState } from 'react';

import { formatFileSize } from '../fileSize.ts';
import { acceptFiles, type AttachmentRules, type Rejection } from './attachmentRules.ts';
import { useComposerStrings, type ComposerStrings } from './strings.ts';

interface AttachmentInput {
  /** Passes on the files that may be attached and explains why others may not. */
  readonly add: (files: File[]) => void;
  /** Why some of the last files were not attached. */
  readonly problems: readonly string[];
  readonly dismissProblems: () => void;
}

const NO_REJECTIONS: readonly Rejection[] = [];

/** Files from the picker, the clipboard and a drop, checked before the host gets them. */
export function useAttachmentInput(
  rules: AttachmentRules,
  attachedCount: number,
  onAdd: (files: File[]) => void,
): AttachmentInput {
  const t = useComposerStrings();
  const { language } = useLanguage();
  const [rejections, setRejections] = useState(NO_REJECTIONS);
  const add = useCallback(
    (files: File[]) => {
      const { accepted, rejected } = acceptFiles(files, rules, attachedCount);
      setRejections(rejected);
      if (accepted.length > 0) onAdd(accepted);
    },
    [rules, attachedCount, onAdd],
  );
  const maxSize = formatFileSize(rules.maxBytes, language);
  const problems = rejections.map((rejection) => errorMessage(rejection, rules, maxSize, t));
  return {
    add,
    // «Too many» is the same for each file.
    problems: [...new Set(problems)],
    dismissProblems: () => {
      setRejections(NO_REJECTIONS);
    },
  };
}

function errorMessage(
  { name, reason }: Rejection,
  { maxCount }: AttachmentRules,
  maxSize: string,
  t: ComposerStrings,
): string {
  switch (reason) {
    case 'tooMany':
      return t.tooMany(maxCount);
    case 'tooLarge':
      return t.tooLarge(name, maxSize);
    case 'notAnImage':
      return t.notAnImage(name);
    case 'empty':
      return t.emptyFile(name);
  }
}

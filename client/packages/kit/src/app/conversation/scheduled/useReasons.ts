import { ApiError, toVestnikError, type ErrorCode } from '@vestnik/sdk';
import { useStrings } from '@vestnik/ui/i18n';
import { useMemo } from 'react';

import { toErrorReason } from '../errorReason.ts';
import { strings as conversationStrings } from '../strings.ts';
import { strings } from './strings.ts';

export interface Reasons {
  /** Why a request failed. */
  readonly ofError: (error: unknown) => string;
  /** Why a message was refused at its time; undefined if that is not known. */
  readonly ofCode: (code: string | null) => string | undefined;
}

/** Why messages were not scheduled or not sent, in words. */
export function useReasons(): Reasons {
  const { reasons } = useStrings(conversationStrings);
  const { codes } = useStrings(strings);
  return useMemo(() => {
    const own: Readonly<Record<string, string>> = codes;
    return {
      ofError: (thrown) => {
        const error = toVestnikError(thrown);
        const words = error instanceof ApiError ? own[error.code] : undefined;
        return words ?? reasons[toErrorReason(error)];
      },
      ofCode: (code) => {
        if (code === null) return undefined;
        const reason = toErrorReason(refusal(code));
        return own[code] ?? (reason === 'server' ? undefined : reasons[reason]);
      },
    };
  }, [reasons, codes]);
}

/** What a request would have been answered with: the same words are for both. */
function refusal(code: string): ApiError {
  const problem = { type: 'about:blank', title: code, detail: '', status: 403 };
  return new ApiError({ ...problem, code: code as ErrorCode });
}

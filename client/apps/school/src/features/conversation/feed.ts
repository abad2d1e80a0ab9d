import type { useMessages } from '@vestnik/sdk/react';

/** A chat's messages as the SDK tells them. */
export type Feed = ReturnType<typeof useMessages>;

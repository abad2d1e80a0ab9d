import { createContext, useContext } from 'react';

/**
 * Whether the pictures of messages are drawn on canvases: for pages whose content policy allows neither
 * pictures of the server nor `blob:` addresses. The files are read by the `FileReaderContext`.
 */
export const CanvasPicturesContext = createContext(false);

export function useDrawsOnCanvas(): boolean {
  return useContext(CanvasPicturesContext);
}

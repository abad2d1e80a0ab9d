/** Files of the server in elements, also where requests need a token. */
export { FileReaderContext, type ReadFile } from './FileReaderContext.ts';
export { makeObjectUrl, objectUrlBlob } from './objectUrl.ts';
export { revokeLater } from './revokeLater.ts';
export { saveFile } from './saveFile.ts';
export { useDownload, type UseDownload } from './useDownload.ts';
export { useFile, useFileReader, useFileUrl } from './useFile.ts';

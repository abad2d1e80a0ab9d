export {
  countLocalDrafts,
  deleteLocalDrafts,
  readDraft,
  useDraftKey,
  useDraftKeys,
  useLocalDraft,
  useLocalDrafts,
  writeDraft,
  type UseLocalDrafts,
} from './localDrafts.ts';
export { useDraftText } from './useDraftText.ts';

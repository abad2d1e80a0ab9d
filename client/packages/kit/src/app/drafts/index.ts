export {
  countLocalDrafts,
  deleteLocalDrafts,
  useDraftKey,
  useLocalDraft,
  useLocalDrafts,
  type UseLocalDrafts,
} from './localDrafts.ts';
export { useDraftText } from './useDraftText.ts';

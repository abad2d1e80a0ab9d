export {
  countLocalDrafts,
  deleteLocalDrafts,
  draftName,
  draftsOf,
  useDraftOf,
  useLocalDraft,
  useLocalDrafts,
  type UseLocalDrafts,
} from './localDrafts.ts';
export { useDraftText } from './useDraftText.ts';

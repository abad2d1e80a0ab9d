/** The operator's desk: for admins and moderators, below `VestnikProvider`. */
export { DeskApi } from './deskApi.ts';
export { exportChat, type ExportFile } from './exportFile.ts';
export type * from './types.ts';
export { DeskProvider, type DeskProviderProps } from './react/provider.tsx';
export { useAccesses, useGiveReason } from './react/useAccesses.ts';
export {
  useChatAt,
  useExportChat,
  useTimeline,
  type DeskTimeline,
  type UseChatAt,
  type UseTimeline,
} from './react/useAudit.ts';
export { useErasure, useErasures, type UseErasure } from './react/useErasure.ts';
export { useProof, type UseProof } from './react/useProof.ts';
export { useDecideReport, useReports, type DecisionOnReport } from './react/useReports.ts';
export { useStatistics, useUnanswered } from './react/useUnanswered.ts';

/** The objects of the desk; generated from the OpenAPI document of the native API. */
import type { components } from '../http/wire.ts';

type Schemas = components['schemas'];

/** A person as the desk names them; without a name if they were deleted or erased. */
export type DeskPerson = Schemas['DeskPerson'];
export type DeskChat = Schemas['DeskChat'];
export type DeskMember = Schemas['DeskMember'];
export type DeskReport = Schemas['DeskReport'];
export type ReportState = Schemas['ReportState'];
export type ReportDecision = Schemas['Decision'];
/** A private chat whose newest message has no answer. */
export type UnansweredChat = Schemas['UnansweredChat'];
export type Statistics = Schemas['Statistics'];
/** An event of a chat, in words. */
export type TimelineEntry = Schemas['TimelineEntry'];
export type Timeline = Schemas['TimelineList'];
/** A chat as it was at a time. */
export type PastChat = Schemas['PastChat'];
export type PastMessage = Schemas['PastMessage'];
/** An access to a chat by a reader who is not its member. */
export type DeskAccess = Schemas['DeskAccess'];
export type Proof = Schemas['Proof'];
export type ExportFormat = 'html' | 'csv' | 'jsonl';
export type Erasure = Schemas['Erasure'];
export type ErasureState = Schemas['ErasureState'];
/** A request in the list of all requests. */
export type ErasureSummary = Schemas['ListedErasure'];

/** The first and the last day (`2026-11-01`), at most 92; and whose days they are. */
export interface StatisticsQuery {
  readonly from: string;
  readonly to: string;
  /** Such as `Europe/Moscow`. */
  readonly time_zone: string;
}

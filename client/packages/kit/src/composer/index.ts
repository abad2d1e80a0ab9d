export {
  DEFAULT_ATTACHMENT_RULES,
  acceptFiles,
  type AttachmentRules,
  type Rejection,
  type RejectionReason,
} from './attachmentRules.ts';
export type { PendingAttachment } from './AttachmentTray.tsx';
export { Composer, type ComposerProps } from './Composer.tsx';
export { ComposerBanner } from './ComposerBanner.tsx';
export type { ComposerNotifier } from './ComposerField.tsx';
export type { ComposerMessage, SendOptions, TakeMessage } from './composerMessage.ts';
export { compressImage } from './compressImage.ts';
export { DEFAULT_COMPRESSION, type CompressionLimits } from './compressionPlan.ts';
export { FileDropZone } from './FileDropZone.tsx';
export { MAX_MESSAGE_LENGTH, countCharacters } from './length.ts';
export { voiceStrings } from './voiceStrings.ts';
export { composerStrings, useComposerStrings, type ComposerStrings } from './strings.ts';
export {
  PlainComposer,
  type ComposerAttachments,
  type PlainComposerProps,
} from './PlainComposer.tsx';
export { VoiceRecorder } from './VoiceRecorder.tsx';
export type { VoiceClip } from './voiceRecording.ts';

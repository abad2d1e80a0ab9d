/** By itself, so that it is a chunk of its own. */
export { VoiceRecorder as default } from '../../../composer/VoiceRecorder.tsx';

import {
  useCallback,
  useEffect,
  useRef,
  useState,
  type Dispatch,
  type SetStateAction,
} from 'react';

import {
  VoiceRecording,
  canRecord,
  toVoiceError,
  type VoiceClip,
  type VoiceError,
} from './voiceRecording.ts';

export type VoiceState =
  | { readonly kind: 'idle'; readonly error: VoiceError | null }
  | { readonly kind: 'requesting' }
  | { readonly kind: 'recording'; readonly elapsedMs: number; readonly levels: readonly number[] }
  | { readonly kind: 'preview'; readonly clip: VoiceClip };

interface VoiceRecorderOptions {
  maxMs: number;
  hasPreview: boolean;
  onRecorded: (clip: VoiceClip) => void;
}

export interface VoiceControls {
  readonly state: VoiceState;
  readonly start: () => void;
  /** Ends the recording: it is handed over, or offered for listening first. */
  readonly finish: () => void;
  readonly cancel: () => void;
  /** Hands over what was offered for listening. */
  readonly confirm: () => void;
  readonly dismissError: () => void;
}

const IDLE: VoiceState = { kind: 'idle', error: null };
/** Bars of the live level. */
const SHOWN_LEVELS = 40;
/** What is shorter was a slip of the finger. */
const MIN_MS = 300;

/** The life of a recording. The microphone is released at its end, and when the component goes. */
export function useVoiceRecorder(options: VoiceRecorderOptions): VoiceControls {
  const { maxMs, hasPreview, onRecorded } = options;
  const [state, setState] = useState<VoiceState>(IDLE);
  const { start, take, cancel } = useRecording(setState);

  const finish = useCallback(() => {
    const recording = take();
    if (recording === null) return;
    void recording.stop().then((clip) => {
      if (clip === null) setState({ kind: 'idle', error: 'failed' });
      else if (hasPreview) setState({ kind: 'preview', clip });
      else onRecorded(clip);
    });
  }, [take, hasPreview, onRecorded]);

  const isOver = state.kind === 'recording' && state.elapsedMs >= maxMs;
  useEffect(() => {
    if (!isOver) return undefined;
    const timer = setTimeout(finish);
    return () => {
      clearTimeout(timer);
    };
  }, [isOver, finish]);

  return {
    state,
    start,
    finish,
    cancel,
    confirm: () => {
      if (state.kind !== 'preview') return;
      setState(IDLE);
      onRecorded(state.clip);
    },
    dismissError: () => {
      setState(IDLE);
    },
  };
}

interface RecordingHandle {
  readonly start: () => void;
  /** Stops the recording. Null, and cancelled, if it is too short or not started. */
  readonly take: () => VoiceRecording | null;
  readonly cancel: () => void;
}

/** Begins one recording at a time and cancels it when the component goes. */
function useRecording(setState: Dispatch<SetStateAction<VoiceState>>): RecordingHandle {
  const recording = useRef<VoiceRecording | null>(null);
  const request = useRef<AbortController | null>(null);
  const startedAt = useRef(0);

  const cancel = useCallback(() => {
    request.current?.abort();
    request.current = null;
    recording.current?.cancel();
    recording.current = null;
    setState(IDLE);
  }, [setState]);
  useEffect(() => cancel, [cancel]);

  const start = async () => {
    if (request.current !== null) return;
    if (!canRecord()) {
      setState({ kind: 'idle', error: 'unsupported' });
      return;
    }
    const controller = new AbortController();
    const { signal } = controller;
    request.current = controller;
    setState({ kind: 'requesting' });
    try {
      recording.current = await VoiceRecording.start(signal, (level) => {
        if (!signal.aborted) setState((before) => advanced(before, level, startedAt.current));
      });
      startedAt.current = performance.now();
      setState({ kind: 'recording', elapsedMs: 0, levels: [] });
    } catch (error) {
      if (signal.aborted) return;
      request.current = null;
      setState({ kind: 'idle', error: toVoiceError(error) });
    }
  };

  const take = useCallback(() => {
    const current = recording.current;
    const isTooShort = performance.now() - startedAt.current < MIN_MS;
    if (current !== null && !isTooShort) recording.current = null;
    cancel();
    return isTooShort ? null : current;
  }, [cancel]);

  return { start: () => void start(), take, cancel };
}

function advanced(before: VoiceState, level: number, startedAt: number): VoiceState {
  if (before.kind !== 'recording') return before;
  return {
    kind: 'recording',
    elapsedMs: performance.now() - startedAt,
    levels: [...before.levels, level].slice(-SHOWN_LEVELS),
  };
}

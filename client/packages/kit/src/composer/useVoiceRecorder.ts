import { useCallback, useEffect, useRef, useState } from 'react';

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
  const recording = useRef<VoiceRecording | null>(null);
  const request = useRef<AbortController | null>(null);
  const startedAt = useRef(0);

  const cancel = useCallback(() => {
    request.current?.abort();
    request.current = null;
    recording.current?.cancel();
    recording.current = null;
    setState(IDLE);
  }, []);
  useEffect(() => cancel, [cancel]);

  const start = () => {
    if (request.current !== null || recording.current !== null) return;
    if (!canRecord()) {
      setState({ kind: 'idle', error: 'unsupported' });
      return;
    }
    const controller = new AbortController();
    request.current = controller;
    setState({ kind: 'requesting' });
    const onLevel = (level: number) => {
      if (!controller.signal.aborted)
        setState((before) => advanced(before, level, startedAt.current));
    };
    VoiceRecording.start(controller.signal, onLevel).then(
      (started) => {
        recording.current = started;
        startedAt.current = performance.now();
        setState({ kind: 'recording', elapsedMs: 0, levels: [] });
      },
      (error: unknown) => {
        if (controller.signal.aborted) return;
        request.current = null;
        setState({ kind: 'idle', error: toVoiceError(error) });
      },
    );
  };

  const finish = useCallback(() => {
    const current = recording.current;
    const isTooShort = performance.now() - startedAt.current < MIN_MS;
    if (current === null || isTooShort) {
      cancel();
      return;
    }
    recording.current = null;
    request.current?.abort();
    request.current = null;
    setState(IDLE);
    void current.stop().then((clip) => {
      if (clip === null) setState({ kind: 'idle', error: 'failed' });
      else if (hasPreview) setState({ kind: 'preview', clip });
      else onRecorded(clip);
    });
  }, [cancel, hasPreview, onRecorded]);

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

function advanced(before: VoiceState, level: number, startedAt: number): VoiceState {
  if (before.kind !== 'recording') return before;
  return {
    kind: 'recording',
    elapsedMs: performance.now() - startedAt,
    levels: [...before.levels, level].slice(-SHOWN_LEVELS),
  };
}

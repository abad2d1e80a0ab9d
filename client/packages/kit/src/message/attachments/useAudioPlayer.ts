/* eslint-disable react-hooks/immutability -- it drives the element that it is given */
import { useEffect, useState, type RefObject } from 'react';

import { pauseOthers } from './playback.ts';

export const RATES = [1, 1.5, 2] as const;

/** After each of these the state may be another one. */
const EVENTS = ['pause', 'ended', 'timeupdate', 'seeked', 'loadedmetadata', 'error'] as const;

export interface AudioPlayer {
  readonly isPlaying: boolean;
  readonly positionMs: number;
  readonly durationMs: number;
  readonly rate: number;
  readonly toggle: () => void;
  readonly seek: (positionMs: number) => void;
  /** The next of the speeds. */
  readonly changeRate: () => void;
}

/** The state of an `<audio>` element. The duration is the server's until the file itself has one. */
export function useAudioPlayer(
  audio: RefObject<HTMLAudioElement | null>,
  knownDurationMs: number | null,
): AudioPlayer {
  const [isPlaying, setIsPlaying] = useState(false);
  const [positionMs, setPositionMs] = useState(0);
  const [fileDurationMs, setFileDurationMs] = useState<number | null>(null);
  const [rateIndex, setRateIndex] = useState(0);
  const rate = RATES[rateIndex] ?? 1;

  useEffect(() => {
    const element = audio.current;
    if (!element) return;
    const update = () => {
      setIsPlaying(!element.paused && !element.ended);
      setPositionMs(element.ended ? 0 : element.currentTime * 1000);
      // Recordings of browsers have no duration, which reads as infinite.
      if (Number.isFinite(element.duration)) setFileDurationMs(element.duration * 1000);
    };
    const play = () => {
      pauseOthers(element);
      update();
    };
    element.addEventListener('play', play);
    for (const name of EVENTS) element.addEventListener(name, update);
    return () => {
      element.removeEventListener('play', play);
      for (const name of EVENTS) element.removeEventListener(name, update);
      element.pause();
    };
  }, [audio]);

  useEffect(() => {
    if (audio.current) audio.current.playbackRate = rate;
  }, [audio, rate, isPlaying]);

  return {
    isPlaying,
    positionMs,
    durationMs: knownDurationMs ?? fileDurationMs ?? 0,
    rate,
    toggle: () => {
      const element = audio.current;
      if (!element) return;
      // A refusal shows as not playing.
      if (element.paused)
        element.play().catch(() => {
          setIsPlaying(false);
        });
      else element.pause();
    },
    seek: (position) => {
      if (audio.current) audio.current.currentTime = position / 1000;
      setPositionMs(position);
    },
    changeRate: () => {
      setRateIndex((rateIndex + 1) % RATES.length);
    },
  };
}

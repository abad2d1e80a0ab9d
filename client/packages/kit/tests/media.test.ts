import { describe, expect, it } from 'vitest';

import {
  compressionPlan,
  isAnimated,
  isCompressible,
  renamed,
} from '../src/composer/compressionPlan.ts';
import { releaseOutcome, slideOf } from '../src/composer/voiceGesture.ts';
import { recordingType, toVoiceError } from '../src/composer/voiceRecording.ts';
import { loudness, reduceWaveform } from '../src/composer/waveform.ts';

describe('compression', () => {
  const plan = (type: string, width: number, height: number, bytes = 1000) =>
    compressionPlan({ type, bytes, width, height });

  it('leaves small pictures as they are', () => {
    expect(plan('image/jpeg', 2560, 1440)).toEqual({ kind: 'keep' });
  });

  it('scales the longer side down to the limit', () => {
    expect(plan('image/jpeg', 4000, 3000)).toMatchObject({ width: 2560, height: 1920 });
    expect(plan('image/jpeg', 3000, 12_000)).toMatchObject({ width: 640, height: 2560 });
    expect(plan('image/jpeg', 100_000, 1)).toMatchObject({ width: 2560, height: 1 });
  });

  it('re-encodes a large file without enlarging it', () => {
    const large = plan('image/jpeg', 800, 600, 2_000_000);
    expect(large).toEqual({ kind: 'encode', type: 'image/jpeg', width: 800, height: 600 });
  });

  it('never encodes what may be transparent as JPEG', () => {
    expect(plan('image/png', 4000, 3000)).toMatchObject({ type: 'image/webp' });
    expect(plan('image/webp', 4000, 3000)).toMatchObject({ type: 'image/webp' });
  });

  it('leaves GIF, SVG and unknown types alone', () => {
    for (const type of ['image/gif', 'image/svg+xml', 'application/pdf', '']) {
      expect(isCompressible(type)).toBe(false);
      expect(plan(type, 9000, 9000)).toEqual({ kind: 'keep' });
    }
  });

  it('recognizes animations', () => {
    const text = (value: string) => Array.from(value, (character) => character.charCodeAt(0));
    const chunk = (name: string, size: number) => [
      ...[0, 0, 0, size],
      ...text(name),
      ...Array.from({ length: size + 4 }, () => 0),
    ];
    const png = (...names: string[]) =>
      Uint8Array.from([
        137,
        ...text('PNG\r\n\u001a\n'),
        ...names.flatMap((name) => chunk(name, 13)),
      ]);
    const webp = (form: string, flags: number) =>
      Uint8Array.from([...text('RIFF'), 0, 0, 0, 0, ...text(`WEBP${form}`), 10, 0, 0, 0, flags]);
    expect(isAnimated('image/png', png('IHDR', 'acTL', 'IDAT'))).toBe(true);
    expect(isAnimated('image/png', png('IHDR', 'IDAT', 'acTL'))).toBe(false);
    expect(isAnimated('image/png', png('IHDR'))).toBe(false);
    expect(isAnimated('image/webp', webp('VP8X', 0b10))).toBe(true);
    expect(isAnimated('image/webp', webp('VP8X', 0b10000))).toBe(false);
    expect(isAnimated('image/webp', webp('VP8 ', 0b10))).toBe(false);
    expect(isAnimated('image/webp', new Uint8Array())).toBe(false);
  });

  it('renames a file whose type changed', () => {
    expect(renamed('photo.HEIC', 'image/jpeg')).toBe('photo.jpg');
    expect(renamed('a.b.png', 'image/webp')).toBe('a.b.webp');
    expect(renamed('photo.JPEG', 'image/jpeg')).toBe('photo.JPEG');
    expect(renamed('.png', 'image/webp')).toBe('image.webp');
  });
});

describe('waveform', () => {
  it('has maxima of equal parts, from 0 to 100 of the loudest', () => {
    expect(reduceWaveform([0.1, 0.5, 0.25, 0, 0, 0.125], 3)).toEqual([100, 50, 25]);
  });

  it('has at most 64 numbers and at least one', () => {
    const levels = Array.from({ length: 1_000 }, (_, at) => at / 1_000);
    const waveform = reduceWaveform(levels);
    expect(waveform).toHaveLength(64);
    expect(waveform.at(-1)).toBe(100);
    expect(waveform.every((value) => Number.isInteger(value) && value >= 0)).toBe(true);
    expect(reduceWaveform([0.5, 0.5])).toEqual([100, 100]);
    expect(reduceWaveform([])).toEqual([0]);
  });

  it('does not raise silence', () => {
    expect(reduceWaveform([0.001, 0.001])).toEqual([5, 5]);
  });

  it('measures loudness between 0 and 1', () => {
    expect(loudness([])).toBe(0);
    expect(loudness([0, 0])).toBe(0);
    expect(loudness([1, -1])).toBe(1);
    expect(loudness([0.04, -0.04])).toBeCloseTo(0.2);
  });
});

describe('voice', () => {
  it('records with Opus where the browser can', () => {
    const supports =
      (...types: string[]) =>
      (type: string) =>
        types.includes(type);
    expect(recordingType(supports('audio/mp4', 'audio/mp4;codecs=opus'))).toBe(
      'audio/mp4;codecs=opus',
    );
    expect(recordingType(supports('audio/mp4'))).toBe('audio/mp4');
    expect(recordingType(supports())).toBeNull();
  });

  it('distinguishes a refusal from a missing microphone', () => {
    expect(toVoiceError(new DOMException('', 'NotAllowedError'))).toBe('denied');
    expect(toVoiceError(new DOMException('', 'NotFoundError'))).toBe('missing');
    expect(toVoiceError(new Error('other'))).toBe('failed');
  });

  it('a slide to the start cancels, one upwards locks', () => {
    expect(slideOf(-100, 0, false)).toBe('cancel');
    expect(slideOf(100, 0, false)).toBe('none');
    expect(slideOf(100, 0, true)).toBe('cancel');
    expect(slideOf(-20, -70, false)).toBe('lock');
    expect(slideOf(-120, -70, false)).toBe('cancel');
    expect(slideOf(-50, -30, false)).toBe('none');
  });

  it('a short press goes on hands-free', () => {
    expect(releaseOutcome('none', 100)).toBe('lock');
    expect(releaseOutcome('none', 2_000)).toBe('finish');
    expect(releaseOutcome('cancel', 100)).toBe('cancel');
  });
});

/** Not `\p{RGI_Emoji}`: a pattern with it takes a browser 0.1 s to compile, with the first message. */
const EMOJI =
  '(?:\\p{Regional_Indicator}{2}|(?:\\p{Emoji_Presentation}|\\p{Extended_Pictographic}\\uFE0F)' +
  '\\p{Emoji_Modifier}?(?:\\u200D\\p{Extended_Pictographic}\\uFE0F?\\p{Emoji_Modifier}?)*)';

const FEW_EMOJI = new RegExp(`^(?:${EMOJI}\\s*){1,3}$`, 'u');

/** Longer than three of the longest there are. */
const MAX_LENGTH = 60;

/** Whether a message is one to three emoji and nothing else: those are shown bigger. */
export function isOnlyEmoji(text: string): boolean {
  const trimmed = text.trim();
  return trimmed.length <= MAX_LENGTH && FEW_EMOJI.test(trimmed);
}

import type { Poll } from '../../model.ts';

/** A poll in which the user has chosen these options instead of what they chose before. */
export function withVote(poll: Poll, optionIds: readonly number[]): Poll {
  const options = poll.options.map((option) => {
    const mine = optionIds.includes(option.id);
    const change = Number(mine) - Number(option.mine);
    return { ...option, mine, vote_count: option.vote_count + change };
  });
  return { ...poll, options };
}

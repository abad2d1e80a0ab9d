import type { PageQuery } from '../model.ts';

/** The parameters of a page without undefined ones. */
export function pageQuery({ cursor, limit }: PageQuery): { cursor?: string; limit?: number } {
  return {
    ...(cursor !== undefined && { cursor }),
    ...(limit !== undefined && { limit }),
  };
}

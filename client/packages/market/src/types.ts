/** The types of the market's wire contract, generated from the server's OpenAPI document. */
import type { components } from './wire.ts';

type Schemas = components['schemas'];

export type Chat = Schemas['MarketChat'];
export type Opened = Schemas['MarketOpenedChat'];
export type Message = Schemas['MarketMessage'];
export type ClientFrame = Schemas['MarketClientFrame'];
/** What the socket says; what stays has an `event_id` to resume from. */
export type ServerFrame = { readonly event_id?: string } & (
  Schemas['MarketServerFrame'] | { readonly type: 'reset' }
);

/** On which side of a chat somebody is. */
export type Side = 'buyer' | 'seller';

/** Whether the one on this side wrote a message. */
export function isMine({ sender_id }: Message, { buyer_id }: Chat, side: Side): boolean {
  if (sender_id === null) return false;
  return (sender_id === buyer_id) === (side === 'buyer');
}

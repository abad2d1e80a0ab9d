/** The objects of the native API under short names; generated from its OpenAPI document. */
import type { components } from './http/wire.ts';

type Schemas = components['schemas'];

export type User = Schemas['User'];
export type Chat = Schemas['Chat'];
export type Member = Schemas['Member'];
/** The caller's own part of a chat. */
export type OwnPart = Schemas['Me'];
/** What the server allows the caller in a chat now. */
export type Permission = Schemas['Permission'];
export type Message = Schemas['Message'];
export type Quote = Schemas['Quote'];
export type Forwarded = Schemas['Forwarded'];
export type Reaction = Schemas['Reaction'];
export type Attachment = Schemas['Attachment'];
export type Draft = Schemas['Draft'];
export type Hit = Schemas['Hit'];
export type Reader = Schemas['Reader'];

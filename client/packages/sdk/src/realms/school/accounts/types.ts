/** The objects of accounts; generated from the OpenAPI document of the native API. */
import type { components } from '../../../http/wire.ts';

type Schemas = components['schemas'];

export type QuietHours = Schemas['QuietHours'];
/** A device on which the caller is signed in. */
export type LogIn = Schemas['Session'];
export type Invitation = Schemas['Invitation'];
/** An invitation, as its link shows it. */
export type ShownInvitation = Schemas['ShownInvitation'];
export type DeactivatedUser = Schemas['FoundUser'];
export type NewInvitation = Schemas['NewInvitation'];
/** A role that an invitation can give. */
export type InvitedRole = Schemas['InvitedAs'];
/** A link that sets a new password, once. */
export type PasswordLink = Schemas['PasswordLink'];
export type AcceptedInvitation = Schemas['AcceptInvitation'];

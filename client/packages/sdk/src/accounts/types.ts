/** The objects of accounts; generated from the OpenAPI document of the native API. */
import type { components } from '../core/native/wire.ts';

type Schemas = components['schemas'];

/** The caller. */
export type OwnProfile = Schemas['Account'];
/** Changes of the caller's profile. What is absent stays. */
export type ProfileChanges = Schemas['AccountChanges'];
export type QuietHours = Schemas['QuietHours'];
/** A device on which the caller is signed in. */
export type LogIn = Schemas['Session'];
export type Invitation = Schemas['Invitation'];
export type NewInvitation = Schemas['NewInvitation'];
/** A role that an invitation can give. */
export type InvitedRole = Schemas['InvitedAs'];
/** A link that sets a new password, once. */
export type PasswordLink = Schemas['PasswordLink'];
export type AcceptedInvitation = Schemas['AcceptInvitation'];

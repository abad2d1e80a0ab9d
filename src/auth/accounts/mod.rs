//! The accounts of people who sign in with a password: invitations, passwords, roles, deactivation.
//!
//! # Guarantees
//! A link works once, until it expires, and is stored as a hash only. Setting a password ends the log-ins
//! that the former one made, on every replica before the answer, and all links that set one. Asking for
//! a link by e-mail gets the same answer for every address, in the same time.

mod administration;
mod invitations;
mod links;
mod own_password;
mod state;

pub use administration::{Administrator, Deactivated};
pub use invitations::{Invitation, Invitations, NewInvitation, ShownInvitation};
pub use state::{Accounts, Link};

//! The realms: the policies of all, and the older wire contracts of those of the program, a folder each.
//!
//! A policy is data: the program has a `policy.toml` for each of its own realms, and an operator's files
//! change these or add further realms, which are served at `/v1` alone. An older contract translates its
//! requests into commands and queries of [`crate::chat`], and events into its own frames. These contracts
//! know neither each other, nor the log, nor SQL. They share the `kit`.
//!
//! A new contract is a folder with a module declaration and a line in [`REALMS`].

pub mod campus;
pub mod direct;
mod kit;
pub mod market;
pub mod messenger;
mod registry;
pub mod school;

pub use kit::{RealmContext, RealmDescriptor, RealmFileError, RealmServices};
pub use registry::Realms;

use crate::domain::Realm;

/// The realms of the program, in the order of the OpenAPI document.
pub const REALMS: &[RealmDescriptor] = &[
    school::DESCRIPTOR,
    campus::DESCRIPTOR,
    messenger::DESCRIPTOR,
    market::DESCRIPTOR,
    direct::DESCRIPTOR,
];

/// What the program has of a realm; `None` for a realm that is a file of the operator's.
pub fn descriptor(realm: Realm) -> Option<&'static RealmDescriptor> {
    let mut all = REALMS.iter();
    all.find(|descriptor| descriptor.realm == realm)
}

//! The applications, a folder each. A realm translates its wire contract into commands
//! and queries of [`crate::chat`], and events into its own frames. Realms see neither each
//! other, nor the log, nor SQL: they share the `kit`.
//!
//! A realm is a folder with a module declaration and a line in [`REALMS`].

pub mod campus;
pub mod direct;
mod kit;
pub mod market;
pub mod messenger;
pub mod school;

pub use kit::{RealmContext, RealmDescriptor};

use crate::domain::{Realm, RealmPolicy};

/// The realms of this build, in the order in which they are documented.
pub const REALMS: &[RealmDescriptor] = &[
    school::DESCRIPTOR,
    campus::DESCRIPTOR,
    messenger::DESCRIPTOR,
    market::DESCRIPTOR,
    direct::DESCRIPTOR,
];

/// The policies of [`REALMS`].
pub const POLICIES: &[RealmPolicy] = &{
    let mut policies = [REALMS[0].policy; REALMS.len()];
    let mut at = 0;
    while at < REALMS.len() {
        policies[at] = REALMS[at].policy;
        at += 1;
    }
    policies
};

/// The descriptors of these realms, without those that this build does not have.
pub fn descriptors(realms: &[Realm]) -> impl Iterator<Item = &'static RealmDescriptor> {
    let of = |realm: &Realm| REALMS.iter().find(|one| one.policy.realm == *realm);
    realms.iter().filter_map(of)
}

//! The applications, a folder each. A realm translates requests of its wire contract into commands
//! and queries of [`crate::chat`], and events into its own frames. Realms know neither each other,
//! nor the log, nor SQL. They share the `kit`.
//!
//! A new realm is a folder with a module declaration and a line in [`REALMS`].

pub mod campus;
pub mod direct;
mod kit;
pub mod market;
pub mod messenger;
pub mod school;

pub use kit::{RealmContext, RealmDescriptor, RealmServices};

use crate::domain::{Realm, RealmPolicy};

/// The realms of this build, in the order of the OpenAPI document.
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
    let mut index = 0;
    while index < REALMS.len() {
        policies[index] = REALMS[index].policy;
        index += 1;
    }
    policies
};

/// The descriptors of these realms. Skips realms that this build does not have.
pub fn descriptors(realms: &[Realm]) -> impl Iterator<Item = &'static RealmDescriptor> {
    let find = |realm: &Realm| {
        let mut all = REALMS.iter();
        all.find(|descriptor| descriptor.policy.realm == *realm)
    };
    realms.iter().filter_map(find)
}

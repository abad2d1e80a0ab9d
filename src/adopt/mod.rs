//! The tables of the applications whose clients this server understands, as their own texts define them.
//!
//! [`Adoption`](crate::audit::Adoption) brings what they have.

mod campus;
mod direct;
mod market;
mod messenger;
mod school;

use crate::audit::Origin;
use crate::domain::Realm;
use crate::realms;

/// The application whose data is brought to a realm.
pub fn origin_of(realm: Realm) -> Option<&'static Origin> {
    match realm {
        realms::school::REALM => Some(&school::ORIGIN),
        realms::messenger::REALM => Some(&messenger::ORIGIN),
        realms::campus::REALM => Some(&campus::ORIGIN),
        realms::market::REALM => Some(&market::ORIGIN),
        realms::direct::REALM => Some(&direct::ORIGIN),
        _ => None,
    }
}

//! The tables of the applications whose clients this server understands, as their own texts define them.
//!
//! [`Adoption`](crate::audit::Adoption) brings what they have.

mod campus;
mod direct;
mod market;
mod messenger;
mod school;

use crate::audit::Origin;
use crate::contracts;
use crate::domain::Realm;

/// The application whose data is brought to a realm.
pub fn origin_of(realm: Realm) -> Option<&'static Origin> {
    match realm {
        contracts::school::REALM => Some(&school::ORIGIN),
        contracts::messenger::REALM => Some(&messenger::ORIGIN),
        contracts::campus::REALM => Some(&campus::ORIGIN),
        contracts::market::REALM => Some(&market::ORIGIN),
        contracts::direct::REALM => Some(&direct::ORIGIN),
        _ => None,
    }
}

//! The list of contracts.

use crate::contracts::shared::Contract;
use crate::contracts::{campus, direct, market, messenger, school};
use crate::domain::Realm;

/// The contracts, a realm of the program each, in the order of the OpenAPI document.
pub const CONTRACTS: &[Contract] = &[
    school::CONTRACT,
    campus::CONTRACT,
    messenger::CONTRACT,
    market::CONTRACT,
    direct::CONTRACT,
];

/// The contract of a realm; `None` for a realm that is a file of the operator's.
pub fn of_realm(realm: Realm) -> Option<&'static Contract> {
    CONTRACTS.iter().find(|contract| contract.realm == realm)
}

//! A file a noun of the contract.

pub(super) mod blocks;
pub(super) mod conversations;
pub(super) mod messages;
pub(super) mod participants;

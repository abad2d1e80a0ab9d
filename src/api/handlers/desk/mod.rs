//! The operator's desk: for the admins of a realm, or the moderators of its reports.

pub(in crate::api) mod audit;
mod encode;
pub(in crate::api) mod erasures;
pub(in crate::api) mod figures;
pub(in crate::api) mod proof;
pub(in crate::api) mod reports;

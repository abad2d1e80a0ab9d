//! The operator's desk: for the admins of a realm, or the moderators of its reports.

pub(in crate::native) mod audit;
mod encode;
pub(in crate::native) mod erasures;
pub(in crate::native) mod figures;
pub(in crate::native) mod proof;
pub(in crate::native) mod reports;

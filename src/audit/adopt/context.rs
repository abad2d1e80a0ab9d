//! What every step of an adoption needs.

use crate::audit::adopt::ids::Ids;
use crate::audit::adopt::origin::Origin;
use crate::audit::adopt::source::Source;
use crate::db::Connector;
use crate::domain::RealmPolicy;

/// From where the data is brought, and to where.
pub(super) struct AdoptionContext<'a> {
    pub(super) owner: &'a Connector,
    pub(super) source: Source,
    pub(super) origin: &'static Origin,
    pub(super) policy: &'a RealmPolicy,
    pub(super) ids: Ids,
}

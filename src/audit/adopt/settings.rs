//! Where the data of an origin is.

use crate::audit::adopt::origin::Origin;
use crate::db::Connector;
use crate::domain::RealmPolicy;

/// Where the data is, and of which application.
pub struct OriginSettings<'a> {
    pub origin: &'static Origin,
    /// The policy of the realm that the data is brought to.
    pub policy: &'a RealmPolicy,
    /// The origin's database.
    pub database: &'a Connector,
    pub schema: &'a str,
    /// Of times without a time zone; `None`: that of the origin's database.
    pub time_zone: Option<&'a str>,
}

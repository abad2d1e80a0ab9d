//! The description of a realm by which the application serves it.

use utoipa_axum::router::OpenApiRouter;

use super::RealmContext;
use crate::domain::RealmPolicy;

/// A realm of this build.
pub struct RealmDescriptor {
    pub policy: RealmPolicy,
    /// The documented routes.
    pub routes: fn() -> OpenApiRouter<RealmContext>,
    /// Whether its messages may have attachments. The application then opens the storage.
    pub has_attachments: bool,
    /// Whether the limits of the `MARKET_*` settings apply.
    pub has_limits: bool,
}

impl RealmDescriptor {
    /// A realm without attachments and without limits of its own.
    pub const fn new(policy: RealmPolicy, routes: fn() -> OpenApiRouter<RealmContext>) -> Self {
        Self {
            policy,
            routes,
            has_attachments: false,
            has_limits: false,
        }
    }
}

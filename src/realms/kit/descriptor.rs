//! What the application has to know of a realm in order to serve it.

use utoipa_axum::router::OpenApiRouter;

use super::RealmContext;
use crate::domain::RealmPolicy;

/// A realm of this build.
pub struct RealmDescriptor {
    pub policy: RealmPolicy,
    /// The documented routes.
    pub routes: fn() -> OpenApiRouter<RealmContext>,
    /// Whether its messages may have attachments, so that the storage must be open.
    pub has_attachments: bool,
    /// Whether it enforces the limits of the `MARKET_*` settings.
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

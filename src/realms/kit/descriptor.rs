//! The description of a realm by which the application serves it.

use utoipa_axum::router::OpenApiRouter;

use super::RealmContext;
use crate::domain::RealmPolicy;

/// A realm of this build.
pub struct RealmDescriptor {
    pub policy: RealmPolicy,
    /// The documented routes.
    pub routes: fn() -> OpenApiRouter<RealmContext>,
    /// Whether the limits of the `MARKET_*` settings apply.
    pub has_limits: bool,
    /// Whether the contract has groups. Else those of the realm are in `/v1` alone.
    pub shows_groups: bool,
}

impl RealmDescriptor {
    /// A realm without limits of its own.
    pub const fn new(policy: RealmPolicy, routes: fn() -> OpenApiRouter<RealmContext>) -> Self {
        Self {
            policy,
            routes,
            has_limits: false,
            shows_groups: true,
        }
    }
}

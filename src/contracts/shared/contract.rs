//! The description of an older contract by which the application serves it.

use utoipa_axum::router::OpenApiRouter;

use super::context::ContractContext;
use crate::domain::Realm;

/// A realm of the program, which has an older contract besides `/v1`.
pub struct Contract {
    pub realm: Realm,
    /// The text of its `policy.toml`.
    pub policy_file: &'static str,
    /// The documented routes.
    pub routes: fn() -> OpenApiRouter<ContractContext>,
    /// Whether the limits of the `MARKET_*` settings apply.
    pub has_limits: bool,
    /// Whether the contract can serve a realm that has groups.
    pub has_groups: bool,
    /// The paths of the routes that guests use; none if the realm has no guests.
    pub guest_paths: &'static [&'static str],
    /// The field of a chat's context that has the id of the listing that it is about, if chats are.
    pub listing_id: &'static str,
}

impl Contract {
    /// A contract without limits, guests and listings of its own.
    pub const fn new(
        realm: Realm,
        policy_file: &'static str,
        routes: fn() -> OpenApiRouter<ContractContext>,
    ) -> Self {
        Self {
            realm,
            policy_file,
            routes,
            has_limits: false,
            has_groups: true,
            guest_paths: &[],
            listing_id: "",
        }
    }
}

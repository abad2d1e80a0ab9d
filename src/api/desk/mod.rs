//! The operator's desk: for the admins of a realm, or the moderators of its reports.

pub mod accesses;
pub mod audit;
mod encode;
pub mod erasures;
pub mod figures;
pub mod proof;
pub mod reports;
pub mod wire;

use utoipa_axum::router::OpenApiRouter;

use crate::api::context::ApiContext;

/// The route table.
pub(super) fn routes() -> OpenApiRouter<ApiContext> {
    OpenApiRouter::new()
        .merge(accesses::routes())
        .merge(reports::routes())
        .merge(figures::routes())
        .merge(audit::routes())
        .merge(proof::routes())
        .merge(erasures::routes())
}

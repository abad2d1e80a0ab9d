//! The handlers.

use axum::Json;
use axum::extract::State;

use super::wire;
use crate::api::context::ApiContext;
use crate::domain::{Features, RealmPolicy};
use crate::http::problem::Problems;

/// Shows what the realm allows. Needs no authentication.
#[utoipa::path(
    get,
    path = "/policy",
    operation_id = "getPolicy",
    tag = "server",
    security(()),
    responses(
        (status = 200, description = "The policy", body = wire::Policy),
        Problems
    )
)]
pub async fn show(State(context): State<ApiContext>) -> Json<wire::Policy> {
    Json(encode(&context.policy))
}

fn encode(policy: &RealmPolicy) -> wire::Policy {
    let role_names = policy.role_names.iter();
    wire::Policy {
        realm: policy.realm.to_string(),
        level: Features::LEVEL,
        name: policy.name.clone(),
        features: policy.into(),
        max_text: policy.features.max_text,
        max_members: policy.max_members,
        role_names: role_names
            .map(|(role, name)| (role.as_str(), name.clone()))
            .collect(),
    }
}

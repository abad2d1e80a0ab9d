//! The handlers.

use axum::Json;
use axum::extract::State;

use super::wire;
use crate::api::context::ApiContext;
use crate::domain::{self, RealmPolicy, Role};
use crate::http::problem::Problems;

/// Grows with each addition to `/v1`.
const LEVEL: u32 = 1;

/// Who makes school classes, as `sql/access/may_make_groups.sql` decides.
const CLASS_MAKERS: [Role; 2] = [Role::Teacher, Role::Admin];

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
        level: LEVEL,
        name: policy.name.clone(),
        features: features(policy),
        max_text: policy.features.max_text,
        max_members: policy.max_members,
        role_names: role_names
            .map(|(role, name)| (role.as_str(), name.clone()))
            .collect(),
    }
}

fn features(policy: &RealmPolicy) -> wire::PolicyFeatures {
    let features = &policy.features;
    wire::PolicyFeatures {
        private_chats: match features.private_chats {
            domain::PrivateChats::WithAnyone => wire::PrivateChats::WithAnyone,
            domain::PrivateChats::ByKey => wire::PrivateChats::ByKey,
            domain::PrivateChats::AboutListings { .. } => wire::PrivateChats::AboutListings,
        },
        groups: features.groups,
        group_makers: policy.has_classes.then(|| CLASS_MAKERS.to_vec()),
        edits: features.edits,
        replies: features.replies,
        reactions: features.reactions,
        pins: features.pins,
        search: features.search,
        drafts: features.drafts,
        mutes: features.mutes,
        // The policy allows them, and no operation makes them yet.
        polls: false,
        files: features.files,
        blocks: features.blocks,
        reports: features.reports,
        desk: policy.has_desk,
        accounts: features.accounts,
        guests: policy.has_guests,
        admins_observe: features.admins_observe,
    }
}

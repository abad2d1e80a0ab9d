//! `me.can`: what the server allows a user in a chat now.
//!
//! It is computed from the policy of the realm and from the user's standing, which the database reads
//! with the functions that its decisions call. So it lists what succeeds, and omits what is refused.

use serde::Serialize;
use utoipa::ToSchema;

use crate::chat::SeenChat;
use crate::domain::{ChatKind, Files, MemberRole, RealmPolicy};

/// Something that a user may do in a chat.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Permission {
    /// Send messages.
    Send,
    /// Send files.
    Attach,
    /// React to messages.
    React,
    /// Edit one's own messages.
    Edit,
    /// Delete one's own messages; the owner of a group: those of all.
    Delete,
    /// Reply to messages.
    Reply,
    /// Pin and unpin messages.
    Pin,
    /// Add members.
    Invite,
    /// Remove members.
    Remove,
    /// Change the title and the picture.
    Rename,
    /// Leave the group.
    Leave,
    /// Block the other user.
    Block,
    /// Report messages.
    Report,
}

/// What a user may do in a chat. `observes`: the user only reads.
pub(super) fn can(policy: &RealmPolicy, observes: bool, chat: &SeenChat) -> Vec<Permission> {
    let features = &policy.features;
    let standing = chat.standing;
    let is_member = standing.role.is_some();
    let is_group = chat.view.kind == ChatKind::Group;
    let is_owner = is_group && standing.role == Some(MemberRole::Owner);
    let is_admin = is_group && standing.role == Some(MemberRole::Admin);
    let manages = is_owner || is_admin;
    let writes = is_member && !observes && standing.may_write;
    let pins = if is_group {
        manages && standing.may_write
    } else {
        writes
    };
    let may_grow =
        usize::try_from(chat.view.member_count).is_ok_and(|members| members < policy.max_members);
    let allowed = [
        (Permission::Send, writes),
        (Permission::Attach, writes && features.files != Files::None),
        (Permission::React, writes && features.reactions),
        (Permission::Edit, writes && features.edits),
        (Permission::Delete, is_member),
        (Permission::Reply, writes && features.replies),
        (Permission::Pin, pins && features.pins),
        (Permission::Invite, manages && standing.may_act && may_grow),
        (Permission::Remove, manages),
        (Permission::Rename, manages && standing.may_act),
        (Permission::Leave, is_member && is_group),
        (
            Permission::Block,
            is_member && features.blocks && standing.counterpart.is_some(),
        ),
        (
            Permission::Report,
            is_member && features.reports && standing.may_act,
        ),
    ];
    let allowed = allowed.into_iter().filter(|(_, is_allowed)| *is_allowed);
    allowed.map(|(permission, _)| permission).collect()
}

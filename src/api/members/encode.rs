//! Encodes members for the wire. Pure.

use super::wire;
use crate::api::users::encode::seen_user;
use crate::chat::ListedMember;
use crate::domain::{Language, Realm};

/// A member; `is_online` counts where the reader may know it.
pub(in crate::api) fn member(
    member: ListedMember,
    is_online: bool,
    realm: Realm,
    language: Language,
) -> wire::Member {
    wire::Member {
        user: seen_user(member.user, is_online, realm, language),
        role: member.role.into(),
        joined_at: member.joined_at.into(),
        last_read_id: member.last_read_id.0,
    }
}

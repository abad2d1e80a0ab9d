//! What a realm allows.

use std::collections::BTreeMap;

use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::{Files, LocalizedText, Role};

/// What a realm allows beyond single chats, of which `me.can` tells.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Policy {
    /// Its name in paths.
    #[schema(example = "clinic")]
    pub realm: String,
    /// It grows with each addition to `/v1`.
    #[schema(example = 1)]
    pub level: u32,
    /// The name that people see.
    pub name: LocalizedText,
    pub features: PolicyFeatures,
    /// Characters of a message at most, as Unicode counts them.
    #[schema(example = 10_000)]
    pub max_text: usize,
    /// Members of a group at most, its maker included.
    #[schema(example = 500)]
    pub max_members: usize,
    /// The names of roles that differ from those that every realm has, by role.
    pub role_names: BTreeMap<&'static str, LocalizedText>,
}

/// What people may do in a realm.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is an independent policy"
)]
pub struct PolicyFeatures {
    pub private_chats: PrivateChats,
    pub groups: bool,
    /// The roles that make groups; null: all.
    #[schema(required = true)]
    pub group_makers: Option<Vec<Role>>,
    /// Authors change the text of their messages.
    pub edits: bool,
    pub replies: bool,
    pub reactions: bool,
    /// Messages are pinned in their chat, and chats in the list.
    pub pins: bool,
    pub search: bool,
    /// Drafts follow the person to other devices.
    pub drafts: bool,
    /// Chats are muted and archived.
    pub mutes: bool,
    /// People ask and vote. Always false so far: this version has no polls.
    pub polls: bool,
    /// The files that messages may have; `all` has voice notes too.
    pub files: Files,
    pub blocks: bool,
    pub reports: bool,
    /// Moderators, or admins who observe, have a desk.
    pub desk: bool,
    /// People sign in here with a password; elsewhere another application signs them in.
    pub accounts: bool,
    /// People write without an account.
    pub guests: bool,
    /// Admins read every chat and write in none.
    pub admins_observe: bool,
}

/// How private chats begin.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PrivateChats {
    /// Everyone begins them.
    WithAnyone,
    /// API keys or the school's lessons begin them; people find the one that is there.
    ByKey,
    /// They are about a listing, with its seller.
    AboutListings,
}

//! The policies by which realms differ below `realms/`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::person::Role;
use super::realm::Realm;
use super::text::MessageText;

/// Hands the list of what realms simply allow or not to a macro: the feature, and whether the people of a realm
/// have it whose file does not say. Each is a field of [`Features`], a key of realms' files, and a field of
/// `GET /v1/{realm}/policy`.
macro_rules! each_feature {
    ($apply:ident) => {
        $apply! {
            /// Authors change the text of their messages.
            edits = true,
            replies = true,
            reactions = true,
            /// Messages are pinned in their chat, and chats in the list.
            pins = true,
            search = true,
            /// Drafts follow the person to other devices.
            drafts = true,
            /// Chats are muted and archived.
            mutes = true,
            /// People ask and vote.
            polls = true,
            blocks = true,
            /// People sign in here with a password; elsewhere another application signs them in.
            accounts = false,
            /// Readers who are not members of a chat give a reason, once a day and chat.
            reading_needs_reason = false,
        }
    };
}
pub(crate) use each_feature;

/// The policy of a realm, as its file declares it. `vestnik migrate` mirrors it as JSON in the table
/// `realms`, some of whose columns are fields of it; SQL asks `public.realm_<policy>(realm)`. The paths
/// of cookies are not mirrored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is an independent policy"
)]
pub struct RealmPolicy {
    #[serde(skip)]
    pub realm: Realm,
    pub name: LocalizedText,
    /// The names of roles that differ from those that every realm has.
    pub role_names: BTreeMap<Role, LocalizedText>,
    /// Guests belong to this realm, and to no other.
    pub has_guests: bool,
    /// The paths of the cookies with a guest's token: those of the routes that guests use.
    #[serde(skip)]
    pub guest_paths: &'static [&'static str],
    /// Users know only users of their own company. No realm has it by default: people of companies
    /// write to each other, unless a realm for the staff of one company is wanted.
    pub splits_companies: bool,
    /// The table `lessons` is of this realm, and completing a lesson creates a chat in it. At most
    /// one realm has it.
    pub has_lessons: bool,
    /// Groups are school classes: teachers and admins make them.
    pub has_classes: bool,
    /// The most members of a group, its maker included.
    pub max_members: usize,
    /// A blocked user may create a chat with the blocking user, so that the block is not revealed.
    pub hides_blocks: bool,
    /// Streams list the messages that a read mark newly covers, and histories have read times.
    pub has_read_times: bool,
    /// Streams have no frame for deletions: a deleted message is delivered without its text.
    pub blanks_deleted: bool,
    /// Moderators of reports, or admins who observe, have a desk: reports, figures and the audit.
    pub has_desk: bool,
    /// What its people may do. It decides which routes of `/v1` the realm has, and SQL does not
    /// read it: what SQL decides on is a field above.
    pub features: Features,
}

/// Defines [`Features`].
macro_rules! define_features {
    ($($(#[$doc:meta])* $feature:ident = $default:literal,)*) => {
        /// What people may do in a realm.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
        pub struct Features {
            pub private_chats: PrivateChats,
            pub groups: bool,
            $($(#[$doc])* pub $feature: bool,)*
            pub files: Files,
            pub reports: bool,
            /// Admins read every chat and write in none.
            pub admins_observe: bool,
            /// Others cannot tell a chat that does not exist from one that they are not in.
            pub hides_missing_chats: bool,
            /// The longest text of a message, in characters.
            pub max_text: usize,
            /// HTML tags are removed from texts, because clients may show them as HTML.
            pub strips_markup: bool,
        }

        impl Features {
            /// Those of a realm in which people do everything but report messages.
            pub const ALL: Self = Self {
                private_chats: PrivateChats::WithAnyone,
                groups: true,
                $($feature: $default,)*
                files: Files::All,
                reports: false,
                admins_observe: false,
                hides_missing_chats: false,
                max_text: MessageText::MAX_CHARS,
                strips_markup: false,
            };
        }
    };
}

each_feature!(define_features);

/// How private chats begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PrivateChats {
    /// API keys create them, or the database after lessons; people find the one that exists.
    ByKey,
    /// Everyone with everyone whom they know of.
    WithAnyone,
    /// About a listing, with its seller.
    AboutListings {
        /// The field of a chat's context that has the listing's id.
        id_field: &'static str,
    },
}

/// The files that messages may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Files {
    /// Files of every type but programs, and voice notes.
    All,
    /// Pictures alone.
    Images,
    /// None.
    None,
}

/// A text of a policy in the languages of this server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct LocalizedText {
    /// In Russian.
    pub ru: String,
    /// In English.
    pub en: String,
}

impl Features {
    /// Grows with each addition to what clients of `/v1` can do.
    pub const LEVEL: u32 = 1;
}

impl RealmPolicy {
    /// Members of a group at most, whatever the policy.
    pub const MAX_MEMBERS: usize = 500;

    /// The policy of a realm whose file is empty.
    pub fn plain(realm: Realm) -> Self {
        Self {
            realm,
            name: LocalizedText {
                ru: realm.to_string(),
                en: realm.to_string(),
            },
            role_names: BTreeMap::new(),
            has_guests: false,
            guest_paths: &[],
            splits_companies: false,
            has_lessons: false,
            has_classes: false,
            max_members: Self::MAX_MEMBERS,
            hides_blocks: false,
            has_read_times: false,
            blanks_deleted: false,
            has_desk: false,
            features: Features::ALL,
        }
    }
}

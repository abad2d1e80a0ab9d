//! What a realm allows.

use std::collections::BTreeMap;

use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::{self, Files, LocalizedText, RealmPolicy, Role, each_feature};

/// Who makes school classes, as `sql/access/may_make_groups.sql` decides.
const CLASS_MAKERS: [Role; 2] = [Role::Teacher, Role::Admin];

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

/// Defines [`PolicyFeatures`].
macro_rules! define_features {
    ($($(#[$($doc:tt)*])* $feature:ident = $default:literal,)*) => {
        /// What people may do in a realm.
        #[derive(Debug, Clone, Serialize, ToSchema)]
        pub struct PolicyFeatures {
            pub private_chats: PrivateChats,
            pub groups: bool,
            /// The roles that make groups; null: all.
            #[schema(required = true)]
            pub group_makers: Option<Vec<Role>>,
            $($(#[$($doc)*])* pub $feature: bool,)*
            /// The files that messages may have; `all` has voice notes too.
            pub files: Files,
            pub reports: bool,
            /// Moderators, or admins who observe, have a desk.
            pub desk: bool,
            /// People write without an account.
            pub guests: bool,
            /// Admins read every chat and write in none.
            pub admins_observe: bool,
        }

        impl From<&RealmPolicy> for PolicyFeatures {
            fn from(policy: &RealmPolicy) -> Self {
                let features = &policy.features;
                Self {
                    private_chats: features.private_chats.into(),
                    groups: features.groups,
                    group_makers: policy.has_classes.then(|| CLASS_MAKERS.to_vec()),
                    $($feature: features.$feature,)*
                    files: features.files,
                    reports: features.reports,
                    desk: policy.has_desk,
                    guests: policy.has_guests,
                    admins_observe: features.admins_observe,
                }
            }
        }
    };
}

each_feature!(define_features);

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

impl From<domain::PrivateChats> for PrivateChats {
    fn from(begin: domain::PrivateChats) -> Self {
        match begin {
            domain::PrivateChats::WithAnyone => Self::WithAnyone,
            domain::PrivateChats::ByKey => Self::ByKey,
            domain::PrivateChats::AboutListings { .. } => Self::AboutListings,
        }
    }
}

//! Accounts that changed. Triggers append these events. Replicas keep no names: what they show of a user is
//! what the database has when they show it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::payload::{Field, Fields, Payload};
use super::shown_as::ShownAs;
use crate::domain::ids::{ChatId, UserId};
use crate::domain::realm::Realm;

/// Where others see what an event changes of a user: each realm of the user, with the chats in which others
/// are with the user there.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(from = "BTreeMap<String, Vec<ChatId>>")]
pub struct ShownTo(Vec<(Realm, Vec<ChatId>)>);

impl ShownTo {
    /// The realms, each with its chats.
    pub fn realms(&self) -> impl Iterator<Item = (Realm, &[ChatId])> {
        self.0.iter().map(|(realm, chats)| (*realm, &**chats))
    }

    /// The chats of a realm; `None` if it is none of the user's.
    pub fn chats_in(&self, realm: Realm) -> Option<&[ChatId]> {
        let mut realms = self.realms();
        realms.find(|(of, _)| *of == realm).map(|(_, chats)| chats)
    }

    fn memory(&self) -> usize {
        let realm = |(_, chats): &(Realm, Vec<ChatId>)| size_of::<Realm>() + size_of_val(&**chats);
        self.0.iter().map(realm).sum()
    }
}

impl From<BTreeMap<String, Vec<ChatId>>> for ShownTo {
    /// No server serves a realm whose name is malformed.
    fn from(realms: BTreeMap<String, Vec<ChatId>>) -> Self {
        let realms = realms.into_iter();
        Self(
            realms
                .filter_map(|(name, chats)| Some((name.parse().ok()?, chats)))
                .collect(),
        )
    }
}

/// Defines the payload of an event that changes what others see of a user, with the names of its plain fields.
macro_rules! shown_change {
    ($(#[$doc:meta])* $name:ident($($field:literal),*)) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        pub struct $name {
            pub user_id: UserId,
            /// Read with the event.
            #[serde(skip)]
            pub shown_to: ShownTo,
        }

        impl Payload for $name {
            fn fields() -> Fields {
                &[("user_id", Field::Person), $(($field, Field::Plain)),*]
            }

            fn shown_as(&self) -> &'static [ShownAs] {
                &[ShownAs::User]
            }

            fn has_text(&self) -> bool {
                true
            }

            fn text_author(&self) -> Option<UserId> {
                Some(self.user_id)
            }

            fn memory(&self) -> usize {
                self.shown_to.memory()
            }
        }
    };
}

shown_change! {
    /// Payload of `user_named`.
    UserNamed("content", "former_name")
}
shown_change! {
    /// Payload of `user_role_changed`.
    UserRoleChanged("role", "former_role")
}
shown_change! {
    /// Payload of `user_picture_changed`.
    UserPictureChanged("has_picture")
}
shown_change! {
    /// Payload of `user_deleted`.
    UserDeleted()
}

/// Payload of `user_realms_changed`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserRealmsChanged {
    pub user_id: UserId,
}

impl Payload for UserRealmsChanged {
    fn fields() -> Fields {
        &[
            ("user_id", Field::Person),
            ("realms", Field::Plain),
            ("former_realms", Field::Plain),
        ]
    }
}

/// Payload of `user_deactivated`, `user_reactivated` and `user_login_reset`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountChanged {
    pub user_id: UserId,
}

impl Payload for AccountChanged {
    fn fields() -> Fields {
        &[("user_id", Field::Person)]
    }
}

//! What the desk shows, as it is on the wire.

use super::wire;
use crate::api::chats::wire::{ChatType, Listing};
use crate::api::context::ApiContext;
use crate::desk::{self, SortKey};
use crate::domain::{Language, Name, PrivateChats, RealmPolicy, Rejection};
use crate::http::paging::CursorKey;
use crate::http::{Code, Problem};

impl CursorKey for SortKey {
    fn parse(cursor: &str) -> Option<Self> {
        let (at, id) = cursor.split_once('.')?;
        Some(Self {
            at: at.parse().ok()?,
            id: id.parse().ok()?,
        })
    }

    fn format(&self) -> String {
        format!("{}.{}", self.at, self.id)
    }
}

impl From<desk::Error> for Problem {
    fn from(error: desk::Error) -> Self {
        let detail = error.to_string();
        match error {
            desk::Error::NoSuchChat => Self::not_found(Rejection::ChatNotFound, detail),
            desk::Error::NoSuchUser => Self::not_found(Rejection::UserNotFound, detail),
            desk::Error::Busy => Self::too_many(detail, 5),
            desk::Error::UnknownTimeZone => Self::bad_request(Code::InvalidQuery, detail),
            desk::Error::Database(error) => error.into(),
            desk::Error::Export(error) => {
                tracing::error!(%error, "a chat could not be exported");
                Self::unavailable()
            }
        }
    }
}

/// Encodes answers of the desk for a realm and a language.
pub(in crate::api::desk) struct DeskEncoder<'a> {
    pub(in crate::api::desk) policy: &'a RealmPolicy,
    pub(in crate::api::desk) language: Language,
}

impl<'a> DeskEncoder<'a> {
    pub(in crate::api::desk) fn new(context: &'a ApiContext, language: Language) -> Self {
        Self {
            policy: &context.policy,
            language,
        }
    }

    pub(in crate::api::desk) fn person(&self, person: desk::Person) -> wire::DeskPerson {
        let name = match person.name {
            Name::Removed => None,
            name => Some(name.in_language(self.language)),
        };
        wire::DeskPerson {
            id: person.id.0,
            name,
            role: person.role,
        }
    }

    pub(in crate::api::desk) fn chat(&self, chat: &desk::DeskChat) -> wire::DeskChat {
        let listing = self.listing(chat);
        let members = chat.members.iter().map(|member| wire::DeskMember {
            person: self.person(member.person()),
            member_role: member.member_role.clone(),
            left: member.left,
        });
        wire::DeskChat {
            id: chat.id.0,
            kind: match (chat.is_group, &listing) {
                (true, _) => ChatType::Group,
                (false, Some(_)) => ChatType::Listing,
                (false, None) => ChatType::Private,
            },
            title: chat.title.clone(),
            listing,
            members: members.collect(),
            created_at: chat.created_at.into(),
        }
    }

    fn listing(&self, chat: &desk::DeskChat) -> Option<Listing> {
        let PrivateChats::AboutListings { id_field } = self.policy.features.private_chats else {
            return None;
        };
        let context = chat.context.as_ref()?;
        Some(Listing {
            id: context[id_field].as_i64()?,
            title: context["title"].as_str().map(str::to_owned),
            seller_id: chat.seller().map(|seller| seller.id),
        })
    }
}

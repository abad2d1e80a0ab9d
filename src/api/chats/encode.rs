//! Encodes chats for the wire. Pure.

use std::collections::HashSet;

use super::permissions::can;
use super::wire;
use crate::api::drafts::wire::Draft;
use crate::api::members::wire::{Member, MemberRole};
use crate::api::messages::encode;
use crate::api::users::encode::avatar_url;
use crate::api::users::wire::User;
use crate::chat::{self, ChatView, SeenChat};
use crate::domain::{
    ChatCreated, ChatKind, ChatSettingsChange, Language, PrivateChats, RealmPolicy, UserId,
};

/// The reader of an answer, and what is known besides the rows of the database.
pub(in crate::api) struct View<'a> {
    pub(in crate::api) policy: &'a RealmPolicy,
    pub(in crate::api) reader: UserId,
    /// Whether the reader reads every chat and writes in none.
    pub(in crate::api) observes: bool,
    pub(in crate::api) language: Language,
    pub(in crate::api) online: &'a HashSet<UserId>,
}

pub(in crate::api) fn chat(chat: SeenChat, view: &View<'_>) -> wire::Chat {
    let can = can(view.policy, view.observes, &chat);
    let shown = chat.view;
    let listing = listing(&shown, view.policy);
    let is_group = shown.kind == ChatKind::Group;
    let members = shown.members.iter().map(|other| member(other, view));
    let muted_until = chat.settings.muted_until;
    wire::Chat {
        id: shown.id.0,
        uuid: shown.uuid,
        kind: match (shown.kind, &listing) {
            (ChatKind::Group, _) => wire::ChatType::Group,
            (ChatKind::Private, Some(_)) => wire::ChatType::Listing,
            (ChatKind::Private, None) => wire::ChatType::Private,
        },
        listing,
        avatar_url: avatar_url(view.policy.realm, shown.picture_id),
        members: (!is_group).then(|| members.collect()),
        member_count: shown.member_count,
        created_at: shown.created_at.into(),
        unread_count: shown.unread_count,
        unread_mention_count: chat.unread_mentions,
        pins: shown.pins.into_iter().map(pin).collect(),
        custom: shown.custom.into(),
        me: wire::Me {
            role: chat.standing.role.map(MemberRole::from),
            last_read_id: chat.last_read_id.0,
            muted: muted_until.is_some(),
            muted_until: muted_until
                .filter(|until| *until < ChatSettingsChange::WITHOUT_END)
                .map(Into::into),
            pinned: chat.settings.is_pinned,
            archived: chat.settings.is_archived,
            draft: chat.draft.map(Draft::from),
            can,
        },
        title: shown.title,
        last_message: shown
            .last_message
            .map(|last| encode::message(last, view.policy.realm, Some(view.reader), view.language)),
    }
}

fn listing(chat: &ChatView, policy: &RealmPolicy) -> Option<wire::Listing> {
    let PrivateChats::AboutListings { id_field } = policy.features.private_chats else {
        return None;
    };
    let context = chat.context.as_ref()?;
    let seller = chat.members.iter().find(|member| member.is_seller());
    Some(wire::Listing {
        id: context[id_field].as_i64()?,
        title: context[ChatCreated::LISTING_TITLE]
            .as_str()
            .map(str::to_owned),
        seller_id: seller.map(|seller| seller.user_id.0),
    })
}

fn pin(pin: chat::Pin) -> wire::Pin {
    wire::Pin {
        message_id: pin.message_id.0,
        pinned_by_id: pin.pinned_by.map(|id| id.0),
        pinned_at: pin.pinned_at.into(),
    }
}

/// A member of a private chat.
fn member(member: &chat::Member, view: &View<'_>) -> Member {
    let online = !member.is_hidden && view.online.contains(&member.user_id);
    Member {
        user: User {
            id: member.user_id.0,
            name: member.name.clone().in_language(view.language),
            role: member.user_role,
            avatar_url: avatar_url(view.policy.realm, member.picture_id)
                .or_else(|| member.avatar_url.clone()),
            online,
            last_seen: member.last_seen.map(Into::into),
        },
        role: MemberRole::Member,
        joined_at: member.joined_at.into(),
        last_read_id: member.last_read_id.0,
    }
}

//! Encodes answers for the wire. Pure.

use std::collections::HashSet;

use super::permissions::can;
use super::{system_message, wire};
use crate::chat::{self, Audience, ChatView, Message, MessageHit, SeenChat};
use crate::directory::Person;
use crate::directory::Preferences;
use crate::domain::{
    AttachmentId, ChatCreated, ChatKind, Draft, Event, ForwardedFrom, Language, MemberRole,
    MessageKind, MessageSent, Name, Presence, Principal, PrivateChats, Realm, RealmPolicy, UserId,
};
use crate::http::attachment::{Attachment, AttachmentKind, attachments};
use crate::http::avatar_path;

/// The reader of an answer, and what is known besides the rows of the database.
pub(super) struct View<'a> {
    pub(super) policy: &'a RealmPolicy,
    pub(super) reader: UserId,
    /// Whether the reader reads every chat and writes in none.
    pub(super) observes: bool,
    pub(super) language: Language,
    pub(super) online: &'a HashSet<UserId>,
}

/// A user; `presence` is what the reader may know of it.
pub(super) fn user(
    person: Person,
    presence: Option<&Presence>,
    realm: Realm,
    language: Language,
) -> wire::User {
    wire::User {
        id: person.id.0,
        name: person.name.in_language(language),
        role: Some(person.role),
        avatar_url: avatar_url(realm, person.picture_id).or(person.avatar_url),
        online: presence.is_some_and(|presence| presence.online),
        last_seen: presence.and_then(|presence| presence.last_seen),
    }
}

/// The caller, as others see them.
pub(super) fn caller(caller: Principal, realm: Realm, language: Language) -> wire::User {
    wire::User {
        id: caller.user_id.0,
        name: caller.name.in_language(language),
        role: Some(caller.role),
        avatar_url: avatar_url(realm, caller.picture_id).or(caller.avatar_url),
        // The caller is here.
        online: true,
        last_seen: None,
    }
}

/// The path of a picture of a chat or a user.
fn avatar_url(realm: Realm, picture_id: Option<AttachmentId>) -> Option<String> {
    picture_id.map(|id| avatar_path(realm, id))
}

pub(super) fn account(
    principal: Principal,
    preferences: Preferences,
    realm: Realm,
    language: Language,
) -> wire::Account {
    let language = preferences.language.unwrap_or(language);
    let quiet_hours = preferences.quiet_hours.map(|quiet| wire::QuietHours {
        from: quiet.from,
        to: quiet.to,
        time_zone: quiet.time_zone,
    });
    wire::Account {
        email: principal.email.clone(),
        user: caller(principal, realm, language),
        language: language.tag(),
        notifications: wire::Notifications {
            push: preferences.push,
            email: preferences.email,
            quiet_hours,
        },
    }
}

pub(super) fn chat(chat: SeenChat, view: &View<'_>) -> wire::Chat {
    let can = can(view.policy, view.observes, &chat);
    let shown = chat.view;
    let listing = listing(&shown, view.policy);
    let members = shown.members.iter().map(|other| member(other, view));
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
        members: members.collect(),
        member_count: shown.member_count,
        created_at: shown.created_at,
        unread_count: shown.unread_count,
        unread_mentions: chat.unread_mentions,
        pinned_message_ids: shown.pinned_ids.into_iter().map(|id| id.0).collect(),
        me: wire::Me {
            role: chat.standing.role.map(member_role),
            last_read_id: chat.last_read_id.0,
            muted_until: chat.settings.muted_until,
            pinned: chat.settings.is_pinned,
            archived: chat.settings.is_archived,
            draft: chat.draft.map(draft),
            can,
        },
        title: shown.title,
        last_message: shown
            .last_message
            .map(|last| message(last, view.policy.realm, Some(view.reader), view.language)),
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

fn member(member: &chat::Member, view: &View<'_>) -> wire::Member {
    let online = !member.is_hidden && view.online.contains(&member.user_id);
    wire::Member {
        user: wire::User {
            id: member.user_id.0,
            name: member.name.clone().in_language(view.language),
            role: member.user_role,
            avatar_url: avatar_url(view.policy.realm, member.picture_id)
                .or_else(|| member.avatar_url.clone()),
            online,
            last_seen: member.last_seen,
        },
        role: member_role(member.member_role),
        joined_at: member.joined_at,
        last_read_id: member.last_read_id.0,
    }
}

fn member_role(role: MemberRole) -> wire::MemberRole {
    match role {
        MemberRole::Owner => wire::MemberRole::Owner,
        MemberRole::Admin => wire::MemberRole::Admin,
        MemberRole::Member => wire::MemberRole::Member,
    }
}

pub(super) fn reader(
    reader: chat::Reader,
    online: &HashSet<UserId>,
    realm: Realm,
    language: Language,
) -> wire::Reader {
    let name: Name = reader.name;
    wire::Reader {
        user: wire::User {
            id: reader.user_id.0,
            name: name.in_language(language),
            role: reader.role,
            avatar_url: avatar_url(realm, reader.picture_id).or(reader.avatar_url),
            online: online.contains(&reader.user_id),
            last_seen: reader.last_seen,
        },
        read_at: reader.read_at,
    }
}

/// A message. Only its author sees the `client_id`. The language is that of system messages.
pub(super) fn message(
    message: Message,
    realm: Realm,
    reader: Option<UserId>,
    language: Language,
) -> wire::Message {
    let is_own = message.sender_id.is_some() && message.sender_id == reader;
    let attachments = attachments(&message.attachments, realm);
    let (kind, text) = match &message.system {
        Some(system) => (
            wire::MessageType::System,
            system_message::text(system, language),
        ),
        None => (message_type(message.kind, &attachments), message.content),
    };
    wire::Message {
        id: message.id.0,
        uuid: message.uuid,
        chat_id: message.chat_id.0,
        author_id: message.sender_id.map(|id| id.0),
        kind,
        text,
        reply_to: message.reply_to.map(|quote| wire::Quote {
            id: quote.id.0,
            uuid: quote.uuid,
            author_id: quote.author_id.map(|id| id.0),
            excerpt: quote.excerpt,
        }),
        forwarded_from: message.forwarded_from.map(forwarded),
        attachments,
        reactions: message.reactions.into_iter().map(reaction).collect(),
        mentions: message.mentions.into_iter().map(|id| id.0).collect(),
        created_at: message.created_at,
        edited_at: message.edited_at,
        deleted_at: message.deleted_at,
        client_id: message.client_id.filter(|_| is_own),
    }
}

fn reaction(reaction: chat::ReactionCount) -> wire::Reaction {
    wire::Reaction {
        emoji: reaction.emoji,
        count: reaction.count,
        mine: reaction.mine,
    }
}

/// A found message. Highlights are counted in UTF-16, as JavaScript counts.
pub(super) fn hit(
    hit: MessageHit,
    realm: Realm,
    reader: Option<UserId>,
    language: Language,
) -> wire::Hit {
    let message = message(hit.message, realm, reader, language);
    let highlights = utf16_offsets(&message.text, &hit.highlights);
    wire::Hit {
        chat: wire::HitChat {
            id: message.chat_id,
            title: hit.chat_title,
        },
        message,
        highlights,
    }
}

/// Ascending ranges of characters as ranges of UTF-16 code units.
fn utf16_offsets(text: &str, offsets: &[(usize, usize)]) -> Vec<[usize; 2]> {
    let mut characters = text.chars().map(char::len_utf16);
    let (mut at, mut units) = (0, 0);
    let mut units_at = |offset: usize| {
        units += characters.by_ref().take(offset - at).sum::<usize>();
        at = offset;
        units
    };
    let offsets = offsets.iter();
    offsets
        .map(|(start, end)| [units_at(*start), units_at(*end)])
        .collect()
}

/// A message as it was sent, unless it replies to another one, whose text its event lacks.
pub(super) fn sent_message(
    event: &Event,
    sent: &MessageSent,
    audience: Audience,
) -> Option<wire::Message> {
    if sent.reply_to.is_some() {
        return None;
    }
    let attachments = attachments(&sent.files, event.realm);
    Some(wire::Message {
        id: event.message_id().0,
        uuid: event.event_id,
        chat_id: event.chat_id.0,
        author_id: event.actor_id.map(|id| id.0),
        kind: message_type(sent.kind, &attachments),
        text: sent.content.clone(),
        reply_to: None,
        forwarded_from: sent.forwarded_from.map(forwarded),
        attachments,
        reactions: Vec::new(),
        mentions: sent.mentions.iter().map(|id| id.0).collect(),
        created_at: event.recorded_at,
        edited_at: None,
        deleted_at: None,
        client_id: sent.client_id.filter(|_| audience == Audience::Actor),
    })
}

fn forwarded(from: ForwardedFrom) -> wire::Forwarded {
    wire::Forwarded {
        message_id: from.message_id.0,
        author_id: Some(from.author_id.0),
        chat_id: from.chat_id.0,
    }
}

fn message_type(kind: MessageKind, files: &[Attachment]) -> wire::MessageType {
    let is_voice = |attached: &Attachment| attached.file.kind == AttachmentKind::Voice;
    match kind {
        MessageKind::System => wire::MessageType::System,
        _ if files.iter().any(is_voice) => wire::MessageType::Voice,
        MessageKind::Text | MessageKind::File | MessageKind::Image => wire::MessageType::Text,
    }
}

/// A draft of the reader.
pub(super) fn draft(draft: Draft) -> wire::Draft {
    wire::Draft {
        text: draft.text,
        reply_to: draft.reply_to.map(|id| id.0),
    }
}

//! Between the realm's wire types and the words of the system. Pure.

use serde_json::json;
use uuid::Uuid;

use super::wire;
use crate::auth::guests;
use crate::chat::{Audience, ChatParticipant, ChatView, Message, Report};
use crate::domain::{
    ChatCreated, ChatKind, Event, EventBody, MessageId, MessageSent, Participant, Principal,
    Resolution, Role, StoredEvent, UserId,
};
use crate::http::Problem;

/// What a seller is in a chat.
pub(super) const SELLER: &str = "seller";
/// What a buyer is in a chat.
pub(super) const BUYER: &str = "buyer";

/// The two of a chat, as the wire calls them.
#[derive(Debug, Clone)]
pub(super) struct Parties(Vec<Party>);

/// One of the two.
#[derive(Debug, Clone)]
struct Party {
    user_id: UserId,
    name: String,
    is_registered: bool,
    is_seller: bool,
    last_read_id: MessageId,
}

impl From<Vec<ChatParticipant>> for Parties {
    fn from(sides: Vec<ChatParticipant>) -> Self {
        let named = sides.into_iter().map(|side| {
            let is_seller = side.role == SELLER;
            let external_id = side.external_id.as_deref().filter(|_| !is_seller);
            Party {
                user_id: side.user_id,
                name: public_id(side.user_id, external_id),
                is_registered: !side.is_guest,
                is_seller,
                last_read_id: side.last_read_id,
            }
        });
        Self(named.collect())
    }
}

impl Parties {
    fn of(&self, user_id: UserId) -> Option<&Party> {
        self.0.iter().find(|side| side.user_id == user_id)
    }

    fn is(&self, is_seller: bool) -> Option<&Party> {
        self.0.iter().find(|side| side.is_seller == is_seller)
    }

    /// The one who is not this one.
    pub(super) fn other(&self, user_id: UserId) -> Option<UserId> {
        let other = self.0.iter().find(|side| side.user_id != user_id);
        other.map(|side| side.user_id)
    }

    /// What the wire calls somebody.
    pub(super) fn name(&self, user_id: UserId) -> String {
        let name = self.of(user_id).map(|side| side.name.clone());
        name.unwrap_or_else(|| user_id.to_string())
    }

    fn is_registered(&self, user_id: UserId) -> bool {
        self.of(user_id).is_none_or(|side| side.is_registered)
    }

    /// Whether the one who did not write a message has read it.
    fn is_read(&self, sender: Option<UserId>, id: MessageId) -> bool {
        let mut readers = self.0.iter().filter(|side| Some(side.user_id) != sender);
        readers.any(|side| side.last_read_id >= id)
    }
}

/// What somebody is called: by the UUID of a guest, by another subject, or by number.
fn public_id(user_id: UserId, external_id: Option<&str>) -> String {
    external_id.map_or_else(
        || user_id.to_string(),
        |external_id| guests::name_of(external_id).to_owned(),
    )
}

/// Whether this is a name of the caller.
pub(super) fn is_called(caller: &Principal, name: &str) -> bool {
    if name == caller.user_id.to_string() {
        return true;
    }
    let own = caller.external_id.as_deref().map(guests::name_of);
    own.is_some_and(|own| {
        let is_same_uuid = || Uuid::try_parse(name).is_ok_and(|uuid| uuid.to_string() == own);
        own == name || caller.role == Role::Guest && is_same_uuid()
    })
}

/// What a chat about a listing is begun with.
pub(super) fn listing(iphone_id: i64, seller: UserId, buyer: UserId) -> ChatCreated {
    let member = |user_id, role: &str| Participant {
        user_id,
        role: role.to_owned(),
    };
    ChatCreated {
        kind: ChatKind::Private,
        // One for a listing, a seller and a buyer; who is which matters.
        pair_key: Some(format!("{iphone_id}:{seller}:{buyer}")),
        title: None,
        context: Some(json!({ "iphone_id": iphone_id })),
        participants: vec![member(seller, SELLER), member(buyer, BUYER)],
    }
}

fn iphone_id(chat: &ChatView) -> i64 {
    let context = chat.context.as_ref();
    let id = context.and_then(|context| context["iphone_id"].as_i64());
    id.unwrap_or_default()
}

/// A chat as one of its two sees it.
pub(super) fn chat(chat: ChatView) -> wire::Chat {
    let iphone_id = iphone_id(&chat);
    let sides = Parties::from(chat.participants);
    let buyer = sides.is(false);
    let last = chat.last_message;
    let last_message_time = last.as_ref().map(|message| message.created_at);
    wire::Chat {
        id: chat.id,
        iphone_id,
        seller_id: sides.is(true).map(|seller| seller.user_id),
        buyer_id: buyer.map(|buyer| buyer.name.clone()),
        buyer_is_registered: buyer.is_none_or(|buyer| buyer.is_registered),
        created_at: chat.created_at,
        updated_at: chat.updated_at,
        unread_count: chat.unread_count,
        last_message: last.map(|message| message.content),
        last_message_time,
    }
}

/// A seller's chats, by listing.
pub(super) fn grouped(chats: Vec<ChatView>) -> wire::Grouped {
    let mut grouped = wire::Grouped::new();
    for chat in chats.into_iter().map(chat) {
        let listing = grouped.entry(chat.iphone_id.to_string()).or_default();
        listing.push(wire::InboxChat {
            id: chat.id,
            buyer_id: chat.buyer_id,
            buyer_is_registered: chat.buyer_is_registered,
            unread_count: chat.unread_count,
            last_message: chat.last_message,
            last_message_time: chat.last_message_time,
        });
    }
    grouped
}

/// A message of a history page.
pub(super) fn message(message: Message, sides: &Parties, reader: UserId) -> wire::Message {
    let sender = message.sender_id;
    wire::Message {
        id: message.id,
        chat_id: message.chat_id,
        sender_id: sender.map(|id| sides.name(id)),
        sender_is_registered: sender.is_none_or(|id| sides.is_registered(id)),
        message_text: message.content,
        is_read: sides.is_read(sender, message.id),
        created_at: message.created_at,
        client_id: message.client_id.filter(|_| sender == Some(reader)),
    }
}

/// A message stored before under the same `client_id`, as its sender sees it.
pub(super) fn stored(
    stored: &StoredEvent,
    sides: &Parties,
    text: String,
    client_id: Option<Uuid>,
) -> wire::Message {
    let id = MessageId(stored.position.0);
    wire::Message {
        id,
        chat_id: stored.chat_id,
        sender_id: stored.actor_id.map(|id| sides.name(id)),
        sender_is_registered: stored.actor_id.is_some_and(|id| sides.is_registered(id)),
        message_text: text,
        is_read: sides.is_read(stored.actor_id, id),
        created_at: stored.recorded_at,
        client_id,
    }
}

/// An event as an audience is to see it, where it sees it at all.
pub(super) fn event(event: &Event, sides: &Parties, to: Audience) -> Option<wire::ServerFrame> {
    match &event.body {
        // What it said is gone.
        EventBody::MessageSent(sent) if sent.content.is_empty() => None,
        EventBody::MessageSent(sent) => Some(wire::ServerFrame::Message {
            message: new_message(event, sent, sides, to),
        }),
        EventBody::MessageDeleted(deleted) => Some(wire::ServerFrame::MessageDeleted {
            chat_id: event.chat_id,
            message_id: deleted.message_id,
        }),
        EventBody::ChatRead(read) if to == Audience::Others => {
            let reader = event.actor_id?;
            Some(wire::ServerFrame::Read {
                user_id: sides.name(reader),
                last_read_id: read.up_to_id,
            })
        }
        // The others are not said here; among them other realms' kinds.
        _ => None,
    }
}

/// A message when it was sent: nobody but its sender had read it.
fn new_message(event: &Event, sent: &MessageSent, sides: &Parties, to: Audience) -> wire::Message {
    let sender = event.actor_id;
    wire::Message {
        id: event.message_id(),
        chat_id: event.chat_id,
        sender_id: sender.map(|id| sides.name(id)),
        sender_is_registered: sender.is_none_or(|id| sides.is_registered(id)),
        message_text: sent.content.clone(),
        is_read: false,
        created_at: event.recorded_at,
        client_id: sent.client_id.filter(|_| to == Audience::Actor),
    }
}

/// A report in the moderators' queue.
pub(super) fn report(report: Report) -> wire::Report {
    let external_id = report.reporter_external_id.as_deref();
    wire::Report {
        id: report.id,
        chat_id: report.chat_id,
        message_id: report.message_id,
        reported_by: report.reported_by.map(|id| public_id(id, external_id)),
        message_text: report.message_text,
        reason: report.reason,
        created_at: report.created_at,
    }
}

impl From<wire::Action> for Resolution {
    fn from(action: wire::Action) -> Self {
        match action {
            wire::Action::Dismiss => Self::Dismissed,
            wire::Action::DeleteMessage => Self::MessageDeleted,
            wire::Action::BanUser => Self::UserBanned,
        }
    }
}

/// A refusal as a frame.
pub(super) fn refusal(problem: &Problem) -> wire::ServerFrame {
    wire::ServerFrame::Error {
        code: problem.code(),
        detail: problem.detail().to_owned(),
    }
}

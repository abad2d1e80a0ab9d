//! Renders chats, messages, events and errors for the wire. Pure.

use bytes::Bytes;

use super::parties::{self, Parties};
use super::realm::{LISTING_ID, REALM};
use super::wire::{self, ServerFrame};
use crate::chat::{Audience, ChatView, Message, Report};
use crate::domain::{
    Cursor, Event, EventBody, MessageSent, UserId, text_or_file_names, text_or_names,
};
use crate::http::Problem;
use crate::http::attachment::{attachments, attachments_of};
use crate::http::stream::{WithEventId, json};

/// A chat in the list of one of its parties.
pub(super) fn chat(chat: ChatView) -> wire::Chat {
    let context = chat.context.as_ref();
    let iphone_id = context.and_then(|context| context[LISTING_ID].as_i64());
    let parties = Parties::from(chat.members);
    let (seller, buyer) = (parties.seller(), parties.buyer());
    let last_message = chat.last_message;
    wire::Chat {
        id: chat.id,
        iphone_id: iphone_id.unwrap_or_default(),
        seller_id: seller.map(|seller| seller.user_id),
        buyer_id: buyer.map(|buyer| buyer.public_id.clone()),
        buyer_is_registered: buyer.is_none_or(|buyer| buyer.is_registered),
        created_at: chat.created_at,
        updated_at: chat.updated_at,
        unread_count: chat.unread_count,
        last_message_time: last_message.as_ref().map(|message| message.created_at),
        last_message: last_message
            .map(|message| text_or_file_names(message.content, &message.attachments)),
    }
}

/// The chats of a seller by listing.
pub(super) fn inbox(chats: Vec<ChatView>) -> wire::Inbox {
    let mut inbox = wire::Inbox::new();
    for chat in chats.into_iter().map(chat) {
        let listing = inbox.entry(chat.iphone_id.to_string()).or_default();
        listing.push(wire::InboxChat {
            id: chat.id,
            buyer_id: chat.buyer_id,
            buyer_is_registered: chat.buyer_is_registered,
            unread_count: chat.unread_count,
            last_message: chat.last_message,
            last_message_time: chat.last_message_time,
        });
    }
    inbox
}

/// A message of a history page.
pub(super) fn message(message: Message, parties: &Parties, reader: UserId) -> wire::Message {
    let sender = message.sender_id;
    wire::Message {
        id: message.id,
        chat_id: message.chat_id,
        sender_id: sender.map(|id| parties.public_id(id)),
        sender_is_registered: sender.is_none_or(|id| parties.is_registered(id)),
        attachments: attachments_of(&message, REALM),
        message_text: text_or_file_names(message.content, &message.attachments),
        is_read: parties.is_read(sender, message.id),
        created_at: message.created_at,
        client_id: message.client_id.filter(|_| sender == Some(reader)),
    }
}

/// A message as it was sent, which the counterpart has not read yet.
pub(super) fn sent_message(
    event: &Event,
    sent: &MessageSent,
    parties: &Parties,
    audience: Audience,
) -> wire::Message {
    let sender = event.actor_id;
    wire::Message {
        id: event.message_id(),
        chat_id: event.chat_id,
        sender_id: sender.map(|id| parties.public_id(id)),
        sender_is_registered: sender.is_none_or(|id| parties.is_registered(id)),
        message_text: sent.text_or_file_names(),
        attachments: attachments(&sent.files, REALM),
        is_read: false,
        created_at: event.recorded_at,
        client_id: sent.client_id.filter(|_| audience == Audience::Actor),
    }
}

/// The frame of an event; `None` if this audience gets none.
pub(super) fn event(event: &Event, parties: &Parties, audience: Audience) -> Option<Bytes> {
    let frame = match &event.body {
        // Its text was erased.
        EventBody::MessageSent(sent) if sent.is_blank() => return None,
        EventBody::MessageSent(sent) => ServerFrame::Message {
            message: sent_message(event, sent, parties, audience),
        },
        EventBody::MessageDeleted(deleted) => ServerFrame::MessageDeleted {
            chat_id: event.chat_id,
            message_id: deleted.message_id,
        },
        EventBody::ChatRead(read) if audience == Audience::Others => ServerFrame::Read {
            user_id: parties.public_id(event.actor_id?),
            last_read_id: read.up_to_id,
        },
        // The contract has no frame for other kinds.
        _ => return None,
    };
    let (event_id, frame) = (event.cursor(), &frame);
    Some(json(&WithEventId { event_id, frame }))
}

/// The first frame.
pub(super) fn ready(start: Cursor) -> Bytes {
    let id = start.to_string();
    json(&ServerFrame::Ready { id })
}

/// A report in the queue of the moderators.
pub(super) fn report(report: Report) -> wire::Report {
    let external_id = report.reporter_external_id.as_deref();
    wire::Report {
        id: report.id,
        chat_id: report.chat_id,
        message_id: report.message_id,
        reported_by: report
            .reported_by
            .map(|id| parties::public_id(id, external_id)),
        message_text: text_or_names(report.message_text, &report.file_names),
        reason: report.reason,
        created_at: report.created_at,
    }
}

/// The frame of a refused request.
pub(super) fn error(problem: &Problem) -> Bytes {
    json(&ServerFrame::Error {
        code: problem.code(),
        detail: problem.detail().to_owned(),
    })
}

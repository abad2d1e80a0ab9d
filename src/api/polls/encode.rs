//! Encodes polls for the wire. Pure.

use bytes::Bytes;

use super::wire;
use crate::api::frames;
use crate::chat::Voter;
use crate::domain::{Event, MessageId, Poll, ShownAs};

/// A poll with its text; `None` if the text was erased.
pub(in crate::api) fn poll(poll: &Poll, text: &str) -> Option<wire::Poll> {
    let (question, options) = poll.settings.parts(text)?;
    let option = |(id, text): (usize, &str)| wire::PollOption {
        id,
        text: text.to_owned(),
        vote_count: poll.counts.get(id).copied().unwrap_or_default(),
        mine: poll.own.contains(id),
    };
    Some(wire::Poll {
        question: question.to_owned(),
        options: options.into_iter().enumerate().map(option).collect(),
        multiple: poll.settings.multiple,
        anonymous: poll.settings.anonymous,
        closed_at: poll.closed_at.map(Into::into),
    })
}

/// Without votes.
pub(in crate::api) fn without_votes(poll: wire::Poll) -> wire::Poll {
    let options = poll.options.into_iter();
    let options = options.map(|option| wire::PollOption {
        vote_count: 0,
        mine: false,
        ..option
    });
    wire::Poll {
        options: options.collect(),
        closed_at: None,
        ..poll
    }
}

/// `poll`.
pub(in crate::api) fn poll_changed(event: &Event, id: MessageId, poll: wire::Poll) -> Bytes {
    let data = wire::PollEvent {
        chat_id: event.chat_id.0,
        message_id: id.0,
        poll,
        position: event.position.0,
        at: event.recorded_at.into(),
    };
    frames::frame(event, ShownAs::Poll, &data)
}

pub(super) fn voter(voter: &Voter) -> wire::Voter {
    wire::Voter {
        user_id: voter.user_id.0,
        option_ids: voter.option_ids.iter().collect(),
        voted_at: voter.voted_at.into(),
    }
}

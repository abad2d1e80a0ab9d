//! Polls.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::api::users::wire::User;
use crate::http::Time;

/// A question with options to choose from.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Poll {
    #[schema(example = "When do we meet?")]
    pub question: String,
    pub options: Vec<PollOption>,
    /// Whether a voter may choose several options.
    pub multiple: bool,
    /// Whether the names of the voters are hidden from everybody.
    pub anonymous: bool,
    /// Null while it takes votes.
    #[schema(required = true)]
    pub closed_at: Option<Time>,
}

/// An option of a poll.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PollOption {
    /// Its number, from 0.
    #[schema(example = 0)]
    pub id: usize,
    #[schema(example = "On Friday")]
    pub text: String,
    /// How many chose it.
    pub vote_count: i64,
    /// Whether the caller is one of them.
    pub mine: bool,
}

/// A poll to send.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPoll {
    /// At most 300 characters, without a line break.
    #[schema(example = "When do we meet?")]
    pub question: String,
    /// 2 to 10, each of at most 100 characters without a line break, none twice. With the question they have
    /// at most the characters of a text.
    #[schema(min_items = 2, max_items = 10)]
    pub options: Vec<String>,
    /// By default a voter chooses one option.
    pub multiple: Option<bool>,
    /// By default everybody who reads the poll may know who voted.
    pub anonymous: Option<bool>,
}

/// The body of `PUT /messages/{id}/vote`.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Vote {
    /// All that the caller chooses. Empty: the vote is taken back.
    #[schema(max_items = 10)]
    pub option_ids: Vec<i64>,
}

/// Who voted in a poll.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Voter {
    #[schema(example = 7)]
    pub user_id: i64,
    /// All that the user chose.
    pub option_ids: Vec<i64>,
    pub voted_at: Time,
}

/// A page of those who voted in a poll.
#[derive(Debug, Serialize, ToSchema)]
pub struct VoterList {
    /// By user id.
    pub voters: Vec<Voter>,
    /// The people whom the page names.
    pub users: Vec<User>,
    /// The `cursor` of the next page. Null on the last page.
    #[schema(required = true)]
    pub next_cursor: Option<String>,
}

/// A page of those who voted in a poll.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct VotersQuery {
    /// Those who chose this option.
    #[param(minimum = 0, maximum = 9)]
    pub option_id: Option<i64>,
    /// The size of a page: 1 to 100, by default 50.
    #[param(minimum = 1, maximum = 100)]
    pub limit: Option<i64>,
    /// `next_cursor` of the previous page with the same option.
    pub cursor: Option<String>,
}

/// `data` of `poll`: somebody voted, or the poll was closed.
#[derive(Debug, Serialize, ToSchema)]
pub struct PollEvent {
    pub chat_id: i64,
    pub message_id: i64,
    /// As it is when the event is sent.
    pub poll: Poll,
    /// The position of this event in the log.
    pub position: i64,
    /// When it happened.
    pub at: Time,
}

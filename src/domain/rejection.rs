//! Why a command was refused.

/// An expected "no". Each has a stable code, which is also what the routines
/// `sql/events/*.sql` answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Rejection {
    /// The actor is not in the chat (or there is no such chat).
    #[error("you are not a participant of this chat")]
    NotAParticipant,
    /// The actor may look but not touch.
    #[error("your role may read but not write")]
    ReadOnlyRole,
    /// There is no such chat, said to someone who may see every chat.
    #[error("there is no such chat")]
    ChatNotFound,
    /// There is no such message.
    #[error("there is no such message")]
    MessageNotFound,
    /// Somebody else wrote the message.
    #[error("only the author may do this")]
    NotTheAuthor,
    /// The same `client_id` was used for another text.
    #[error("this client_id was already used for another text")]
    IdempotencyConflict,
    /// Somebody else made the group.
    #[error("only the creator of the group may do this")]
    NotTheCreator,
    /// The chat is of two, who stay the same two.
    #[error("only a group has members who come and go")]
    NotAGroup,
    /// No one more fits in.
    #[error("the group has as many members as it may")]
    GroupFull,
    /// There is no such user, or none that the caller may know of.
    #[error("there is no such user")]
    UserNotFound,
    /// The user to be removed is not in the group.
    #[error("that user is not a participant")]
    ParticipantNotFound,
    /// What is answered is not a message of the same chat.
    #[error("reply_to is not a message of this chat")]
    ReplyNotFound,
    /// What is to be attached is not a file of the sender's own.
    #[error("an attachment is not one of your own uploads")]
    AttachmentNotFound,
    /// Somebody whom the actor wants to write to, or to add, lets them write nothing to them.
    #[error("the other side wants no messages of yours")]
    Blocked,
    /// A moderator shut the actor out of the realm.
    #[error("you were banned")]
    Banned,
    /// The actor does not belong to the realm.
    #[error("you do not belong to this application")]
    NotInThisRealm,
    /// The actor did too much of it in a while.
    #[error("too fast: wait a while")]
    RateLimited {
        /// Seconds until it makes sense to try again.
        retry_after: u32,
    },
    /// The actor made as many groups as one person may.
    #[error("you made as many groups as one person may: delete one first")]
    TooManyGroups,
    /// The actor sent the same text to too many chats in a while.
    #[error("the same text went to too many chats")]
    Spam,
    /// Nobody blocks themselves.
    #[error("you cannot block yourself")]
    CannotBlockYourself,
    /// Handling reports is for moderators and admins.
    #[error("only a moderator may do this")]
    NotAModerator,
    /// There is no such report.
    #[error("there is no such report")]
    ReportNotFound,
    /// The report was settled before, in another way.
    #[error("the report was settled before, in another way")]
    ReportSettled,
}

impl Rejection {
    /// Every one.
    pub const ALL: [Self; 23] = [
        Self::NotAParticipant,
        Self::ReadOnlyRole,
        Self::ChatNotFound,
        Self::MessageNotFound,
        Self::NotTheAuthor,
        Self::IdempotencyConflict,
        Self::NotTheCreator,
        Self::NotAGroup,
        Self::GroupFull,
        Self::UserNotFound,
        Self::ParticipantNotFound,
        Self::ReplyNotFound,
        Self::AttachmentNotFound,
        Self::Blocked,
        Self::Banned,
        Self::NotInThisRealm,
        Self::CannotBlockYourself,
        Self::RateLimited { retry_after: 60 },
        Self::TooManyGroups,
        Self::Spam,
        Self::NotAModerator,
        Self::ReportNotFound,
        Self::ReportSettled,
    ];

    /// The code on the wire and in SQL.
    pub const fn code(self) -> &'static str {
        match self {
            Self::NotAParticipant => "not_a_participant",
            Self::ReadOnlyRole => "read_only_role",
            Self::ChatNotFound => "chat_not_found",
            Self::MessageNotFound => "message_not_found",
            Self::NotTheAuthor => "not_the_author",
            Self::IdempotencyConflict => "idempotency_conflict",
            Self::NotTheCreator => "not_the_creator",
            Self::NotAGroup => "not_a_group",
            Self::GroupFull => "group_full",
            Self::UserNotFound => "user_not_found",
            Self::ParticipantNotFound => "participant_not_found",
            Self::ReplyNotFound => "reply_not_found",
            Self::AttachmentNotFound => "attachment_not_found",
            Self::Blocked => "blocked",
            Self::Banned => "banned",
            Self::NotInThisRealm => "not_in_this_realm",
            Self::CannotBlockYourself => "cannot_block_yourself",
            Self::RateLimited { .. } => "rate_limited",
            Self::TooManyGroups => "too_many_groups",
            Self::Spam => "spam",
            Self::NotAModerator => "not_a_moderator",
            Self::ReportNotFound => "report_not_found",
            Self::ReportSettled => "report_settled",
        }
    }

    /// The rejection with this code; of a rate limit, the longest wait.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|rejection| rejection.code() == code)
    }
}

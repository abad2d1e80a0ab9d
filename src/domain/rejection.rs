//! Why a command was refused.

/// An expected refusal with a stable code, which the routines in `sql/events/` return.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Rejection {
    /// The actor is not in the chat (or there is no such chat).
    #[error("you are not a participant of this chat")]
    NotAParticipant,
    /// The actor's role may only read.
    #[error("your role may read but not write")]
    ReadOnlyRole,
    /// There is no such chat, for a user who may see every chat.
    #[error("there is no such chat")]
    ChatNotFound,
    /// There is no such message.
    #[error("there is no such message")]
    MessageNotFound,
    /// Another user wrote the message.
    #[error("only the author may do this")]
    NotTheAuthor,
    /// The same `client_id` was used for another text.
    #[error("this client_id was already used for another text")]
    IdempotencyConflict,
    /// The actor is not the owner of the group, or at least an admin, whichever it takes.
    #[error("your role in the group does not allow this")]
    NotTheCreator,
    /// The owner tried to give up the ownership without a successor.
    #[error("a group has an owner: make another member the owner instead")]
    OwnerRequired,
    /// The chat is private, not a group.
    #[error("only groups have members that join and leave")]
    NotAGroup,
    /// The group is full.
    #[error("the group has the maximum number of members")]
    GroupFull,
    /// There is no such user, or none that the caller may know of.
    #[error("there is no such user")]
    UserNotFound,
    /// The user to remove is not in the group.
    #[error("that user is not a participant")]
    ParticipantNotFound,
    /// `reply_to` is not a message of the same chat.
    #[error("reply_to is not a message of this chat")]
    ReplyNotFound,
    /// An attachment is not an unposted upload of the sender.
    #[error("an attachment is not one of your own uploads")]
    AttachmentNotFound,
    /// The new picture is not an own upload that can be shown.
    #[error("the picture is not one of your own uploads, or is no image that can be shown")]
    InvalidAvatar,
    /// The actor is neither the owner nor an admin of the group.
    #[error("only the owner and the admins of the group may do this")]
    NotAGroupAdmin,
    /// Groups of the realm are school classes.
    #[error("only teachers and admins may do this")]
    TeachersOnly,
    /// The chat has the maximum number of pinned messages.
    #[error("the chat has the maximum number of pinned messages: unpin one first")]
    TooManyPins,
    /// The message has the maximum number of different reactions.
    #[error("the message has the maximum number of different reactions")]
    TooManyReactions,
    /// The other user has blocked the actor.
    #[error("this user has blocked you")]
    Blocked,
    /// A moderator has banned the actor from the realm.
    #[error("a moderator has blocked you from sending messages")]
    Banned,
    /// The actor does not belong to the realm.
    #[error("you do not belong to this application")]
    NotInThisRealm,
    /// The actor exceeded a rate limit.
    #[error("too many requests: wait before you try again")]
    RateLimited {
        /// Seconds until a retry may succeed.
        retry_after: u32,
    },
    /// The actor has created the maximum number of groups.
    #[error("you have created the maximum number of groups: delete one first")]
    TooManyGroups,
    /// The actor has pinned the maximum number of chats.
    #[error("you have pinned the maximum number of chats: unpin one first")]
    TooManyPinnedChats,
    /// The actor sent the same text to too many chats.
    #[error("the same text went to too many chats")]
    Spam,
    /// The actor tried to block themselves.
    #[error("you cannot block yourself")]
    CannotBlockYourself,
    /// Only moderators and admins resolve reports.
    #[error("only a moderator may do this")]
    NotAModerator,
    /// There is no such report.
    #[error("there is no such report")]
    ReportNotFound,
    /// The report was resolved in another way.
    #[error("the report was already resolved in another way")]
    ReportSettled,
}

impl Rejection {
    /// All rejections.
    pub const ALL: [Self; 30] = [
        Self::NotAParticipant,
        Self::ReadOnlyRole,
        Self::ChatNotFound,
        Self::MessageNotFound,
        Self::NotTheAuthor,
        Self::IdempotencyConflict,
        Self::NotTheCreator,
        Self::OwnerRequired,
        Self::NotAGroup,
        Self::GroupFull,
        Self::UserNotFound,
        Self::ParticipantNotFound,
        Self::ReplyNotFound,
        Self::AttachmentNotFound,
        Self::InvalidAvatar,
        Self::NotAGroupAdmin,
        Self::TeachersOnly,
        Self::TooManyPins,
        Self::TooManyReactions,
        Self::Blocked,
        Self::Banned,
        Self::NotInThisRealm,
        Self::CannotBlockYourself,
        Self::RateLimited { retry_after: 60 },
        Self::TooManyGroups,
        Self::TooManyPinnedChats,
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
            Self::OwnerRequired => "owner_required",
            Self::NotAGroup => "not_a_group",
            Self::GroupFull => "group_full",
            Self::UserNotFound => "user_not_found",
            Self::ParticipantNotFound => "participant_not_found",
            Self::ReplyNotFound => "reply_not_found",
            Self::AttachmentNotFound => "attachment_not_found",
            Self::InvalidAvatar => "invalid_avatar",
            Self::NotAGroupAdmin => "not_a_group_admin",
            Self::TeachersOnly => "teachers_only",
            Self::TooManyPins => "too_many_pins",
            Self::TooManyReactions => "too_many_reactions",
            Self::Blocked => "blocked",
            Self::Banned => "banned",
            Self::NotInThisRealm => "not_in_this_realm",
            Self::CannotBlockYourself => "cannot_block_yourself",
            Self::RateLimited { .. } => "rate_limited",
            Self::TooManyGroups => "too_many_groups",
            Self::TooManyPinnedChats => "too_many_pinned_chats",
            Self::Spam => "spam",
            Self::NotAModerator => "not_a_moderator",
            Self::ReportNotFound => "report_not_found",
            Self::ReportSettled => "report_settled",
        }
    }

    /// The rejection with this code; a rate limit has its longest wait.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|rejection| rejection.code() == code)
    }
}

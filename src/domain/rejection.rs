//! Why a command was refused.

/// Seconds until the same text may be sent to further chats.
const SPAM_RETRY_SECS: u32 = 60;
/// Seconds until a retry after too many groups. Waiting alone does not help: a group must go.
const TOO_MANY_GROUPS_RETRY_SECS: u32 = 3_600;

/// Seconds until a retry after too many scheduled messages: until then one may have been sent.
const TOO_MANY_SCHEDULED_RETRY_SECS: u32 = 3_600;

/// What is wrong with a refused command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// What it says makes no sense.
    Invalid,
    /// The actor may not do it.
    Forbidden,
    /// What it is about does not exist, as far as the actor may know.
    NotFound,
    /// It contradicts what is stored.
    Conflict,
    /// The actor did too much of it.
    Exceeded {
        /// Seconds until a retry may succeed.
        retry_after: u32,
    },
}

/// Defines [`Rejection`] from one list: the name, a field with an example, the code, the [`Refusal`], and the
/// sentence for users.
macro_rules! rejections {
    ($(
        $(#[$doc:meta])*
        $name:ident $({ $field:ident: $type:ty = $example:literal })? = $code:literal,
            $refusal:ident $({ $($wait:tt)* })?, $text:literal;
    )*) => {
        /// An expected refusal with a stable code, which the routines in `sql/events/` return.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
        pub enum Rejection {
            $($(#[$doc])* #[error($text)] $name $({ $field: $type })?,)*
        }

        impl Rejection {
            /// All rejections; a rate limit has its longest wait.
            pub const ALL: &[Self] = &[$(Self::$name $({ $field: $example })?),*];

            /// The code on the wire and in SQL.
            pub const fn code(self) -> &'static str {
                match self {
                    $(Self::$name $({ $field: _ })? => $code,)*
                }
            }

            /// What is wrong with the command.
            pub const fn refusal(self) -> Refusal {
                match self {
                    $(Self::$name $({ $field })? => Refusal::$refusal $({ $($wait)* })?,)*
                }
            }
        }
    };
}

rejections! {
    /// The actor is not in the chat (or there is no such chat).
    NotAParticipant = "not_a_participant", Forbidden, "you are not a participant of this chat";
    /// The actor's role may only read.
    ReadOnlyRole = "read_only_role", Forbidden, "your role may read but not write";
    /// The realm requires a reason of readers who are not members of a chat, once a day and chat.
    ReasonRequired = "reason_required", Forbidden, "give a reason for reading this chat first: you are not its member";
    /// There is no such chat, for a user who may see every chat.
    ChatNotFound = "chat_not_found", NotFound, "there is no such chat";
    /// There is no such message.
    MessageNotFound = "message_not_found", NotFound, "there is no such message";
    /// Another user wrote the message.
    NotTheAuthor = "not_the_author", Forbidden, "only the author may do this";
    /// The same `client_id` was used for another text.
    IdempotencyConflict = "idempotency_conflict", Conflict,
        "this client_id was already used for another text";
    /// The actor is not the owner of the group, or at least an admin, whichever it takes.
    NotTheCreator = "not_the_creator", Forbidden, "your role in the group does not allow this";
    /// The owner tried to give up the ownership without a successor.
    OwnerRequired = "owner_required", Conflict,
        "a group has an owner: make another member the owner instead";
    /// The chat is private, not a group.
    NotAGroup = "not_a_group", Invalid, "only groups have members that join and leave";
    /// The group is full.
    GroupFull = "group_full", Conflict, "the group has the maximum number of members";
    /// There is no such user, or none that the caller may know of.
    UserNotFound = "user_not_found", NotFound, "there is no such user";
    /// The user to remove is not in the group.
    ParticipantNotFound = "participant_not_found", NotFound, "that user is not a participant";
    /// The quoted message is not a message of the same chat.
    ReplyNotFound = "reply_not_found", Invalid, "the quoted message is not in this chat";
    /// An attachment is not an unposted upload of the sender.
    AttachmentNotFound = "attachment_not_found", Invalid,
        "an attachment is not one of your own uploads";
    /// The new picture is not an own upload that can be shown.
    InvalidAvatar = "invalid_avatar", Invalid,
        "the picture is not one of your own uploads, or is no image that can be shown";
    /// Custom data would be longer than they may be.
    CustomTooLarge = "custom_too_large", Invalid, "custom must be at most 4096 bytes of JSON";
    /// The actor is neither the owner nor an admin of the group.
    NotAGroupAdmin = "not_a_group_admin", Forbidden,
        "only the owner and the admins of the group may do this";
    /// Groups of the realm are school classes.
    TeachersOnly = "teachers_only", Forbidden, "only teachers and admins may do this";
    /// The chat has the maximum number of pinned messages.
    TooManyPins = "too_many_pins", Conflict,
        "the chat has the maximum number of pinned messages: unpin one first";
    /// The message has the maximum number of different reactions.
    TooManyReactions = "too_many_reactions", Conflict,
        "the message has the maximum number of different reactions";
    /// The message is no poll.
    NotAPoll = "not_a_poll", Invalid, "this message is no poll";
    /// The poll takes no more votes.
    PollClosed = "poll_closed", Conflict, "the poll is closed";
    /// The poll has no such option.
    OptionNotFound = "option_not_found", Invalid, "the poll has no such option";
    /// The vote has several options, and the poll takes one.
    SingleChoice = "single_choice", Invalid, "only one option of this poll can be chosen";
    /// The text of a poll, which was voted on, does not change.
    PollNotEditable = "poll_not_editable", Forbidden, "the text of a poll cannot be changed";
    /// There is no such scheduled message of the actor's, or it was sent or cancelled.
    ScheduledNotFound = "scheduled_not_found", NotFound, "there is no such scheduled message";
    /// The time at which to send a message is not in the next year.
    InvalidSendAt = "invalid_send_at", Invalid,
        "a message is scheduled for a time in the future, at most a year ahead";
    /// As many messages of the actor wait as may.
    TooManyScheduled = "too_many_scheduled",
        Exceeded { retry_after: TOO_MANY_SCHEDULED_RETRY_SECS },
        "you have the maximum number of scheduled messages: cancel one first";
    /// The message could not be sent within a day of its time: the server did not run, or it is a copy of
    /// a database from before.
    SendAtMissed = "send_at_missed", Conflict, "the message could not be sent at its time";
    /// The API key through which a message was scheduled was revoked before its time.
    KeyRevoked = "key_revoked", Forbidden, "the key that scheduled the message was revoked";
    /// The other user has blocked the actor.
    Blocked = "blocked", Forbidden, "this user has blocked you";
    /// A moderator has banned the actor from the realm.
    Banned = "banned", Forbidden, "a moderator has blocked you from sending messages";
    /// The actor does not belong to the realm.
    NotInThisRealm = "not_in_this_realm", Forbidden, "you do not belong to this application";
    /// The actor exceeded a rate limit.
    ///
    /// `retry_after`: seconds until a retry may succeed.
    RateLimited { retry_after: u32 = 60 } = "rate_limited", Exceeded { retry_after },
        "too many requests: wait before you try again";
    /// The actor has created the maximum number of groups.
    TooManyGroups = "too_many_groups", Exceeded { retry_after: TOO_MANY_GROUPS_RETRY_SECS },
        "you have created the maximum number of groups: delete one first";
    /// The actor has pinned the maximum number of chats.
    TooManyPinnedChats = "too_many_pinned_chats", Conflict,
        "you have pinned the maximum number of chats: unpin one first";
    /// The actor sent the same text to too many chats.
    Spam = "spam", Exceeded { retry_after: SPAM_RETRY_SECS },
        "the same text went to too many chats";
    /// The actor tried to block themselves.
    CannotBlockYourself = "cannot_block_yourself", Invalid, "you cannot block yourself";
    /// Only moderators and admins resolve reports.
    NotAModerator = "not_a_moderator", Forbidden, "only a moderator may do this";
    /// There is no such report.
    ReportNotFound = "report_not_found", NotFound, "there is no such report";
    /// The report was resolved in another way.
    ReportSettled = "report_settled", Conflict, "the report was already resolved in another way";
}

impl Rejection {
    /// The rejection with this code; a rate limit has its longest wait.
    pub fn from_code(code: &str) -> Option<Self> {
        let mut all = Self::ALL.iter().copied();
        all.find(|rejection| rejection.code() == code)
    }
}

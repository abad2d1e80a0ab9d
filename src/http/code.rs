//! What a client branches on when something was refused.

use std::fmt;

use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::Rejection;

/// The stable name of a reason, the same in every application.
///
/// Here are all there are, so that the document lists them and no two mean the same. A code
/// is never renamed; new ones may come, and a client treats one that it does not know by the
/// status alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = ProblemCode)]
pub enum Code {
    // --- the request ---
    /// There is nothing at this path.
    NoSuchRoute,
    /// There is, but not for this method.
    MethodNotAllowed,
    /// The body is not `application/json`.
    UnsupportedMediaType,
    /// The body is longer than 256 KiB.
    BodyTooLarge,
    /// The body took too long to arrive.
    RequestTimeout,
    /// The body broke off.
    UnreadableBody,
    /// The body is not the JSON that is documented.
    InvalidBody,
    /// A part of the path is not what is documented.
    InvalidPath,
    /// A parameter of the query is not what is documented.
    InvalidQuery,
    /// `limit` is out of range.
    InvalidLimit,
    /// `cursor` is not the `next_cursor` of an earlier page.
    InvalidCursor,
    /// `Last-Event-ID` has not the form of one.
    InvalidLastEventId,
    /// `client_id` or `Idempotency-Key` is not a UUID, or they differ.
    InvalidClientId,
    /// The message is empty or too long.
    InvalidContent,
    /// The e-mail address is none.
    InvalidEmail,
    /// The name is empty or too long.
    InvalidName,
    /// The password is too short or too long.
    InvalidPassword,
    /// The time is not one that can be stored and told.
    InvalidScheduledAt,
    /// This is a WebSocket: ask for one.
    UpgradeRequired,
    /// A WebSocket is asked for in a wrong way.
    InvalidHandshake,
    /// A frame of a WebSocket is not what is documented.
    InvalidFrame,
    /// The upload is not the multipart form that is documented.
    InvalidUpload,
    /// Files of this type are not taken.
    FileTypeRefused,
    /// The files of this person fill what they may store.
    QuotaReached,
    /// Nothing of the file is in this range.
    RangeNotSatisfiable,

    // --- who is calling ---
    /// Nobody: there is no token.
    MissingToken,
    /// The token is not believed.
    InvalidToken,
    /// The token was good once: refresh it.
    TokenExpired,
    /// The token is good, but its user is not known here.
    UnknownUser,
    /// The log-in was ended.
    LoggedOut,
    /// The refresh cookie counts no more: sign in again.
    SessionExpired,
    /// The e-mail or the password is wrong.
    WrongCredentials,
    /// This server signs nobody in: tokens come from elsewhere.
    LoginElsewhere,
    /// Another site made a browser send this.
    CrossOrigin,

    // --- what they may ---
    /// Only an admin may.
    NotAnAdmin,
    /// An admin is in no chat, and has a list of all of them.
    UseAdminChats,
    /// The caller's role may read but not write.
    ReadOnlyRole,
    /// The caller is not in this chat, or there is none.
    NotAParticipant,
    /// Somebody else wrote the message.
    NotTheAuthor,
    /// Only an admin or the lesson's teacher may.
    NotYourLesson,
    /// Only the creator of the group may.
    NotTheCreator,
    /// `sender_id` is not the caller.
    NotYourself,

    /// The other side wants no messages of the caller's.
    Blocked,
    /// A moderator shut the caller out.
    Banned,
    /// The caller does not belong to this application.
    NotInThisRealm,
    /// Handling reports is for moderators and admins.
    NotAModerator,
    /// Somebody has this guest's id, and the caller has not its token.
    GuestClaimed,
    /// The same text went to too many chats.
    Spam,
    /// The caller made as many groups as one person may.
    TooManyGroups,

    // --- what cannot be ---
    /// A chat of two has no members who come and go.
    NotAGroup,
    /// The group has as many members as it may.
    GroupFull,
    /// `reply_to` is not a message of the same chat.
    ReplyNotFound,
    /// The chat's type or members are not what is documented.
    InvalidChat,
    /// Nobody blocks themselves.
    CannotBlockYourself,

    // --- what there is ---
    /// There is no such chat.
    ChatNotFound,
    /// There is no such message.
    MessageNotFound,
    /// There is no such user, or none that the caller may know of.
    UserNotFound,
    /// There is no such report.
    ReportNotFound,
    /// That user is not in the group.
    ParticipantNotFound,
    /// There is no such file, or none that the caller may see or attach.
    AttachmentNotFound,
    /// There is no such lesson.
    LessonNotFound,
    /// The teacher and the student have a lesson at this time already.
    LessonAlreadyBooked,
    /// Somebody has this e-mail address already.
    EmailTaken,
    /// `teacher_id` is not a teacher's.
    NotATeacher,
    /// `student_id` is not a student's.
    NotAStudent,
    /// The same `client_id` was used for another text.
    IdempotencyConflict,
    /// The report was settled before, in another way.
    ReportSettled,

    // --- the server ---
    /// Too fast: see `Retry-After`.
    RateLimited,
    /// Not now: see `Retry-After`.
    Unavailable,
    /// Our fault.
    Internal,
}

impl fmt::Display for Code {
    /// As on the wire.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A unit variant serialises straight into a formatter, under its own name.
        self.serialize(f)
    }
}

impl From<Rejection> for Code {
    fn from(rejection: Rejection) -> Self {
        match rejection {
            Rejection::NotAParticipant => Self::NotAParticipant,
            Rejection::ReadOnlyRole => Self::ReadOnlyRole,
            Rejection::ChatNotFound => Self::ChatNotFound,
            Rejection::MessageNotFound => Self::MessageNotFound,
            Rejection::NotTheAuthor => Self::NotTheAuthor,
            Rejection::IdempotencyConflict => Self::IdempotencyConflict,
            Rejection::NotTheCreator => Self::NotTheCreator,
            Rejection::NotAGroup => Self::NotAGroup,
            Rejection::GroupFull => Self::GroupFull,
            Rejection::UserNotFound => Self::UserNotFound,
            Rejection::ParticipantNotFound => Self::ParticipantNotFound,
            Rejection::ReplyNotFound => Self::ReplyNotFound,
            Rejection::AttachmentNotFound => Self::AttachmentNotFound,
            Rejection::Blocked => Self::Blocked,
            Rejection::Banned => Self::Banned,
            Rejection::NotInThisRealm => Self::NotInThisRealm,
            Rejection::CannotBlockYourself => Self::CannotBlockYourself,
            Rejection::RateLimited { .. } => Self::RateLimited,
            Rejection::TooManyGroups => Self::TooManyGroups,
            Rejection::Spam => Self::Spam,
            Rejection::NotAModerator => Self::NotAModerator,
            Rejection::ReportNotFound => Self::ReportNotFound,
            Rejection::ReportSettled => Self::ReportSettled,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rejection_is_called_the_same_on_the_wire_and_in_sql() {
        for rejection in Rejection::ALL {
            let wire = serde_json::to_value(Code::from(rejection)).unwrap();
            assert_eq!(wire, rejection.code());
        }
    }
}

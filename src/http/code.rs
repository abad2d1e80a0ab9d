//! The stable codes of refusals.

use std::fmt;

use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::Rejection;

/// The stable code of a refusal, the same in every application.
///
/// A code is never renamed. New codes may be added: clients handle an unknown one by the status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = ProblemCode)]
pub enum Code {
    // --- the request ---
    /// The request is no valid HTTP, or does not have exactly one valid `Host`.
    MalformedRequest,
    /// No route at this path.
    NoSuchRoute,
    /// The server does not serve such a realm.
    NoSuchRealm,
    /// The route does not support this method.
    MethodNotAllowed,
    /// The body is not `application/json`.
    UnsupportedMediaType,
    /// The body or the file is too large.
    BodyTooLarge,
    /// The body took too long to arrive.
    RequestTimeout,
    /// The body is incomplete.
    UnreadableBody,
    /// The body is not the documented JSON.
    InvalidBody,
    /// A path parameter is malformed.
    InvalidPath,
    /// A query parameter is malformed.
    InvalidQuery,
    /// `limit` is out of range.
    InvalidLimit,
    /// `cursor` is not the `next_cursor` of an earlier page.
    InvalidCursor,
    /// `Last-Event-ID` is malformed.
    InvalidLastEventId,
    /// `client_id` or `Idempotency-Key` is not a UUID, or they differ.
    InvalidClientId,
    /// The message is empty or too long.
    InvalidContent,
    /// The reaction is not one emoji.
    InvalidEmoji,
    /// The e-mail address is malformed.
    InvalidEmail,
    /// The name is empty or too long.
    InvalidName,
    /// The external id is empty, too long, a number or reserved, or listed twice.
    InvalidExternalId,
    /// `avatar_id` is no own picture, or `avatar_url` is not an https address.
    InvalidAvatar,
    /// The quiet hours are malformed, or their time zone is unknown.
    InvalidQuietHours,
    /// The password is too short or too long.
    InvalidPassword,
    /// The time is out of range.
    InvalidScheduledAt,
    /// The subject, the length or the repetition of a lesson is out of range.
    InvalidLesson,
    /// The request for a stream or a WebSocket has a body.
    UnexpectedBody,
    /// The route is a WebSocket: upgrade.
    UpgradeRequired,
    /// The WebSocket handshake is malformed.
    InvalidHandshake,
    /// A WebSocket frame is not as documented.
    InvalidFrame,
    /// The upload is not the documented multipart form, or a header of a resumable one is malformed.
    InvalidUpload,
    /// `Tus-Resumable` is missing, or names another version than 1.0.0.
    UnsupportedTusVersion,
    /// Files of this type are refused.
    FileTypeRefused,
    /// The picture is damaged, or has too many pixels.
    PictureRefused,
    /// A voice note is no sound, or has pictures.
    NotAudio,
    /// The push subscription has no public `https` endpoint, or its keys are malformed.
    InvalidSubscription,
    /// The user's files use all of their storage.
    QuotaReached,
    /// The range is beyond the file.
    RangeNotSatisfiable,

    // --- authentication ---
    /// The request has no token.
    MissingToken,
    /// The token is invalid.
    InvalidToken,
    /// The token has expired: refresh it.
    TokenExpired,
    /// The token is valid, but its user is unknown here.
    UnknownUser,
    /// The log-in was ended.
    LoggedOut,
    /// The refresh token is no longer valid: sign in again.
    SessionExpired,
    /// The API key is unknown or revoked.
    InvalidKey,
    /// `Act-As` is not one user id.
    InvalidActAs,
    /// The e-mail or the password is wrong.
    WrongCredentials,
    /// The caller's password is wrong.
    WrongPassword,
    /// This server has no log-in: tokens come from elsewhere.
    LoginElsewhere,
    /// A page of another site made the browser send this.
    CrossOrigin,

    // --- permissions ---
    /// The API key does not have the scope of the operation.
    MissingScope,
    /// The operation is for people, not for API keys.
    NotForKeys,
    /// The operation, or `Act-As`, is for API keys only.
    KeyRequired,
    /// A key may neither act for this user nor change them.
    UserBeyondKey,
    /// For admins only.
    NotAnAdmin,
    /// Admins are in no chat; they have a list of all chats.
    UseAdminChats,
    /// The caller's role may only read.
    ReadOnlyRole,
    /// The caller is not in this chat, or it does not exist.
    NotAParticipant,
    /// Another user wrote the message.
    NotTheAuthor,
    /// For admins and the lesson's teacher only.
    NotYourLesson,
    /// The caller's role in the group does not allow it.
    NotTheCreator,
    /// For the owner and the admins of the group only.
    NotAGroupAdmin,
    TeachersOnly,
    /// `sender_id` is not the caller.
    NotYourself,

    /// The other user has blocked the caller.
    Blocked,
    /// A moderator has blocked the caller from sending messages.
    Banned,
    /// The caller does not belong to this application.
    NotInThisRealm,
    /// For moderators and admins only.
    NotAModerator,
    /// The guest id is taken, and the caller does not have its token.
    GuestClaimed,
    /// The same text went to too many chats.
    Spam,
    /// The caller has created as many groups as one user may.
    TooManyGroups,
    /// The caller has pinned as many chats as one user may.
    TooManyPinnedChats,

    // --- invalid operations ---
    /// Only groups have members that join and leave.
    NotAGroup,
    /// The group has the maximum number of members.
    GroupFull,
    /// The owner of a group has to make another member the owner.
    OwnerRequired,
    /// `reply_to` is not a message of the same chat.
    ReplyNotFound,
    /// The chat's type or members are not as documented.
    InvalidChat,
    /// Users cannot block themselves.
    CannotBlockYourself,
    /// Admins cannot deactivate themselves.
    CannotDeactivateYourself,
    /// Admins cannot erase themselves.
    CannotEraseYourself,
    /// Admins cannot change their own role.
    CannotChangeOwnRole,
    /// `confirm_name` is not the name of the user.
    WrongName,

    // --- missing or conflicting things ---
    /// No such chat.
    ChatNotFound,
    /// No such message.
    MessageNotFound,
    /// No such user, or none that the caller may know of.
    UserNotFound,
    /// No such report.
    ReportNotFound,
    /// The user is not in the group.
    ParticipantNotFound,
    /// No such file, or none that the caller may see or attach.
    AttachmentNotFound,
    /// No such resumable upload, or it has expired.
    UploadNotFound,
    /// `Upload-Offset` is not the number of received bytes.
    WrongOffset,
    /// Another request writes the upload at this moment.
    UploadLocked,
    /// The link is not of this server, has expired, or was used.
    InvalidLink,
    /// No such invitation.
    InvitationNotFound,
    /// The caller has no such log-in.
    SessionNotFound,
    /// This server sends no e-mails.
    NoMail,
    /// No such lesson.
    LessonNotFound,
    /// The teacher and the student already have a lesson at this time.
    LessonAlreadyBooked,
    /// The teacher or the student has another lesson then, and conflicts are refused.
    LessonsOverlap,
    /// Only scheduled lessons have another time or length.
    LessonNotScheduled,
    /// Another user has this e-mail address.
    EmailTaken,
    /// The person has scheduled lessons in the present role.
    RoleInUse,
    /// `teacher_id` is not a teacher.
    NotATeacher,
    /// `student_id` is not a student.
    NotAStudent,
    /// The `client_id` was used for another text.
    IdempotencyConflict,
    /// The chat has the maximum number of pinned messages.
    TooManyPins,
    /// The message has the maximum number of different reactions.
    TooManyReactions,
    /// The report was resolved in another way.
    ReportSettled,
    /// The erasure has begun.
    ErasureStarted,

    // --- the server ---
    /// Too many requests: see `Retry-After`.
    RateLimited,
    /// Temporarily unavailable: see `Retry-After`.
    Unavailable,
    /// An internal error.
    Internal,
}

impl fmt::Display for Code {
    /// As on the wire.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // serde writes a unit variant straight into a formatter, under its wire name.
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
            Rejection::OwnerRequired => Self::OwnerRequired,
            Rejection::NotAGroup => Self::NotAGroup,
            Rejection::GroupFull => Self::GroupFull,
            Rejection::UserNotFound => Self::UserNotFound,
            Rejection::ParticipantNotFound => Self::ParticipantNotFound,
            Rejection::ReplyNotFound => Self::ReplyNotFound,
            Rejection::AttachmentNotFound => Self::AttachmentNotFound,
            Rejection::InvalidAvatar => Self::InvalidAvatar,
            Rejection::NotAGroupAdmin => Self::NotAGroupAdmin,
            Rejection::TeachersOnly => Self::TeachersOnly,
            Rejection::TooManyPins => Self::TooManyPins,
            Rejection::TooManyReactions => Self::TooManyReactions,
            Rejection::Blocked => Self::Blocked,
            Rejection::Banned => Self::Banned,
            Rejection::NotInThisRealm => Self::NotInThisRealm,
            Rejection::CannotBlockYourself => Self::CannotBlockYourself,
            Rejection::RateLimited { .. } => Self::RateLimited,
            Rejection::TooManyGroups => Self::TooManyGroups,
            Rejection::TooManyPinnedChats => Self::TooManyPinnedChats,
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

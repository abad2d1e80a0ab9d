//! The stable codes of refusals.

use std::borrow::Cow;
use std::fmt;

use serde::{Serialize, Serializer};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};
use utoipa::{PartialSchema, ToSchema};

use crate::domain::Rejection;

const DESCRIPTION: &str = "The stable code of a refusal, the same in every application.\n\n\
    A code is never renamed. New codes may be added: clients handle an unknown one by the status.";

/// Defines [`Code`] from the list of those codes that are no [`Rejection`].
macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $code:literal,)*) => {
        /// The stable code of a refusal, the same in every application: on the wire a text.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Code {
            $($(#[$doc])* $name,)*
            /// The command was refused.
            Rejection(Rejection),
        }

        impl Code {
            const OF_REQUESTS: &[&str] = &[$($code),*];

            /// All codes.
            pub(super) fn all() -> impl Iterator<Item = &'static str> {
                let rejections = Rejection::ALL.iter().map(|rejection| rejection.code());
                Self::OF_REQUESTS.iter().copied().chain(rejections)
            }

            /// The code on the wire.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name => $code,)*
                    Self::Rejection(rejection) => rejection.code(),
                }
            }
        }
    };
}

codes! {
    // --- the request ---
    /// The request is no valid HTTP, or does not have exactly one valid `Host`.
    MalformedRequest = "malformed_request",
    /// No route at this path.
    NoSuchRoute = "no_such_route",
    /// The server does not serve such a realm.
    NoSuchRealm = "no_such_realm",
    /// The route does not support this method.
    MethodNotAllowed = "method_not_allowed",
    /// The body is not `application/json`.
    UnsupportedMediaType = "unsupported_media_type",
    /// The body or the file is too large.
    BodyTooLarge = "body_too_large",
    /// The body took too long to arrive.
    RequestTimeout = "request_timeout",
    /// The body is incomplete.
    UnreadableBody = "unreadable_body",
    /// The body is not the documented JSON.
    InvalidBody = "invalid_body",
    /// The body has a field that the operation does not have.
    UnknownField = "unknown_field",
    /// The query has a parameter that the operation does not have.
    UnknownParameter = "unknown_parameter",
    /// A path parameter is malformed.
    InvalidPath = "invalid_path",
    /// A query parameter is malformed.
    InvalidQuery = "invalid_query",
    /// `limit` is out of range.
    InvalidLimit = "invalid_limit",
    /// `cursor` is not the `next_cursor` of an earlier page.
    InvalidCursor = "invalid_cursor",
    /// `Last-Event-ID` is malformed.
    InvalidLastEventId = "invalid_last_event_id",
    /// `client_id` or `Idempotency-Key` is not a UUID, or they differ.
    InvalidClientId = "invalid_client_id",
    /// Another request with the same `Idempotency-Key` is being served: repeat it later.
    IdempotencyInProgress = "idempotency_in_progress",
    /// The message is empty or too long.
    InvalidContent = "invalid_content",
    /// The reaction is not one emoji.
    InvalidEmoji = "invalid_emoji",
    /// The e-mail address is malformed.
    InvalidEmail = "invalid_email",
    /// The name is empty or too long.
    InvalidName = "invalid_name",
    /// The external id is empty, too long, a number or reserved, or listed twice.
    InvalidExternalId = "invalid_external_id",
    /// The quiet hours are malformed, or their time zone is unknown.
    InvalidQuietHours = "invalid_quiet_hours",
    /// The password is too short or too long.
    InvalidPassword = "invalid_password",
    /// The time is out of range.
    InvalidScheduledAt = "invalid_scheduled_at",
    /// The subject, the length or the repetition of a lesson is out of range.
    InvalidLesson = "invalid_lesson",
    /// The request for a stream or a WebSocket has a body.
    UnexpectedBody = "unexpected_body",
    /// The route is a WebSocket: upgrade.
    UpgradeRequired = "upgrade_required",
    /// The WebSocket handshake is malformed.
    InvalidHandshake = "invalid_handshake",
    /// A WebSocket frame is not as documented.
    InvalidFrame = "invalid_frame",
    /// The upload is not the documented multipart form, or a header of a resumable one is malformed.
    InvalidUpload = "invalid_upload",
    /// `Tus-Resumable` is missing, or names another version than 1.0.0.
    UnsupportedTusVersion = "unsupported_tus_version",
    /// Files of this type are refused.
    FileTypeRefused = "file_type_refused",
    /// The picture is damaged, or has too many pixels.
    PictureRefused = "picture_refused",
    /// A voice note is no sound, or has pictures.
    NotAudio = "not_audio",
    /// The push subscription has no public `https` endpoint, or its keys are malformed.
    InvalidSubscription = "invalid_subscription",
    /// The user's files use all of their storage.
    QuotaReached = "quota_reached",
    /// The range is beyond the file.
    RangeNotSatisfiable = "range_not_satisfiable",

    // --- authentication ---
    /// The request has no token.
    MissingToken = "missing_token",
    /// The token is invalid.
    InvalidToken = "invalid_token",
    /// The token has expired: refresh it.
    TokenExpired = "token_expired",
    /// The token is valid, but its user is unknown here.
    UnknownUser = "unknown_user",
    /// The log-in was ended.
    LoggedOut = "logged_out",
    /// The refresh token is no longer valid: sign in again.
    SessionExpired = "session_expired",
    /// The API key is unknown or revoked.
    InvalidKey = "invalid_key",
    /// `Act-As` is not one user id.
    InvalidActAs = "invalid_act_as",
    /// The e-mail or the password is wrong.
    WrongCredentials = "wrong_credentials",
    /// The caller's password is wrong.
    WrongPassword = "wrong_password",
    /// This server has no log-in: tokens come from elsewhere.
    LoginElsewhere = "login_elsewhere",
    /// A page of another site made the browser send this.
    CrossOrigin = "cross_origin",

    // --- permissions ---
    /// The API key does not have the scope of the operation.
    MissingScope = "missing_scope",
    /// The operation is for people, not for API keys.
    NotForKeys = "not_for_keys",
    /// The operation, or `Act-As`, is for API keys only.
    KeyRequired = "key_required",
    /// A key may neither act for this user nor change them.
    UserBeyondKey = "user_beyond_key",
    /// The poll does not show who voted.
    AnonymousPoll = "anonymous_poll",
    /// For admins only.
    NotAnAdmin = "not_an_admin",
    /// Admins are in no chat; they have a list of all chats.
    UseAdminChats = "use_admin_chats",
    /// For admins and the lesson's teacher only.
    NotYourLesson = "not_your_lesson",
    /// `sender_id` is not the caller.
    NotYourself = "not_yourself",

    /// The guest id is taken, and the caller does not have its token.
    GuestClaimed = "guest_claimed",

    // --- invalid operations ---
    /// The chat's type or members are not as documented.
    InvalidChat = "invalid_chat",
    /// Admins cannot deactivate themselves.
    CannotDeactivateYourself = "cannot_deactivate_yourself",
    /// Admins cannot erase themselves.
    CannotEraseYourself = "cannot_erase_yourself",
    /// Admins cannot change their own role.
    CannotChangeOwnRole = "cannot_change_own_role",
    /// `confirm_name` is not the name of the user.
    WrongName = "wrong_name",

    // --- missing or conflicting things ---
    /// No such resumable upload, or it has expired.
    UploadNotFound = "upload_not_found",
    /// `Upload-Offset` is not the number of received bytes.
    WrongOffset = "wrong_offset",
    /// Another request writes the upload at this moment.
    UploadLocked = "upload_locked",
    /// The link is not of this server, has expired, or was used.
    InvalidLink = "invalid_link",
    /// No such invitation.
    InvitationNotFound = "invitation_not_found",
    /// The caller has no such log-in.
    SessionNotFound = "session_not_found",
    /// This server sends no e-mails.
    NoMail = "no_mail",
    /// No such lesson.
    LessonNotFound = "lesson_not_found",
    /// The teacher and the student already have a lesson at this time.
    LessonAlreadyBooked = "lesson_already_booked",
    /// The teacher or the student has another lesson then, and conflicts are refused.
    LessonsOverlap = "lessons_overlap",
    /// Only scheduled lessons have another time or length.
    LessonNotScheduled = "lesson_not_scheduled",
    /// Another user has this e-mail address.
    EmailTaken = "email_taken",
    /// The person has scheduled lessons in the present role.
    RoleInUse = "role_in_use",
    /// `teacher_id` is not a teacher.
    NotATeacher = "not_a_teacher",
    /// `student_id` is not a student.
    NotAStudent = "not_a_student",
    /// The erasure has begun.
    ErasureStarted = "erasure_started",

    // --- the server ---
    /// Temporarily unavailable: see `Retry-After`.
    Unavailable = "unavailable",
    /// An internal error.
    Internal = "internal",
}

impl From<Rejection> for Code {
    fn from(rejection: Rejection) -> Self {
        Self::Rejection(rejection)
    }
}

impl fmt::Display for Code {
    /// As on the wire.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for Code {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl PartialSchema for Code {
    fn schema() -> RefOr<Schema> {
        let schema = ObjectBuilder::new()
            .schema_type(Type::String)
            .description(Some(DESCRIPTION))
            .enum_values(Some(Self::all()));
        schema.into()
    }
}

impl ToSchema for Code {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("ProblemCode")
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_refusal_has_a_code_of_its_own() {
        let mut seen = HashSet::new();
        for code in Code::all() {
            assert!(seen.insert(code), "{code} is there twice");
        }
    }
}

//! Sends e-mails: digests of unread messages to absent users, invitations, and links that set a password.
//!
//! A digest is sent a while after the first message that an absent user has not read
//! (`MAIL_DIGEST_AFTER_SECONDS`), and lists all chats of a realm with such messages. Who has connected or
//! has read them by then gets none, and what decides on that is what decides on pushes:
//! `sql/notifications/message_wanted_by.sql`.
//!
//! # Guarantees
//! The token of a link is made when its e-mail is sent, and stored as a hash only.
//!
//! A message is in at most one e-mail: a digest is marked in the transaction before it is sent, and is sent again
//! only if the SMTP server has not taken it. A crash at this moment loses the digest, and no message.
//!
//! An e-mail that is refused for now (4xx), or cannot be sent because the server is unreachable, is
//! retried for a day. While the server is unreachable, no other e-mail is tried.
//!
//! Users choose names, titles and texts: they are in the body of an e-mail only, never in a header.

mod channel;
mod compose;
mod delivery;
mod digest;
mod link;
mod plain_mail;
mod smtp_server;
mod unsubscribe;

pub use channel::{Mail, MailSettings};
pub use compose::{InvalidMailFrom, MailFrom};
pub use plain_mail::PlainMail;
pub use smtp_server::{InvalidSmtpUrl, SmtpServer};
pub use unsubscribe::{UnsubscribeKey, Unsubscriptions};

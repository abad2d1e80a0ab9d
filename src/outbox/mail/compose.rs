//! The e-mails, in the languages of their receivers.

use std::fmt::Write as _;
use std::str::FromStr;

use lettre::message::header::{Header, HeaderName, HeaderValue};
use lettre::message::{Mailbox, MessageBuilder, SinglePart};
use lettre::{Address, Message};
use uuid::Uuid;

use super::digest::Digest;
use super::link::LinkMail;
use super::unsubscribe::UnsubscribeKey;
use crate::domain::{ChatId, Language, PublicUrl};

/// The most chats that a digest shows.
const MAX_CHATS: usize = 10;
/// The unread messages of a chat are counted up to here.
const MAX_UNREAD: i64 = 99;

/// The sender of the e-mails: `MAIL_FROM`.
#[derive(Debug, Clone)]
pub struct MailFrom(Mailbox);

/// A sender that is no address.
#[derive(Debug, thiserror::Error)]
#[error("not an address like chat@example.org or School <chat@example.org>")]
pub struct InvalidMailFrom;

impl FromStr for MailFrom {
    type Err = InvalidMailFrom;

    fn from_str(text: &str) -> Result<Self, InvalidMailFrom> {
        text.parse().map(Self).map_err(|_| InvalidMailFrom)
    }
}

/// Composes e-mails.
pub(super) struct Composer {
    pub(super) from: MailFrom,
    pub(super) public_url: PublicUrl,
    pub(super) unsubscribe_key: UnsubscribeKey,
}

impl Composer {
    /// The e-mail of a digest; `None` if the user's address is no address.
    pub(super) fn digest(&self, digest: &Digest) -> Option<Message> {
        let (language, realm) = (digest.language, &*digest.realm);
        let token = self.unsubscribe_key.token(digest.user_id);
        let unsubscribe = self.public_url.unsubscribe(realm, &token);
        let unread: i64 = digest.chats.iter().map(|chat| chat.unread).sum();
        let unread = count(unread);
        let (subject, greeting) = match language {
            Language::Russian => (
                format!("Непрочитанные сообщения: {unread}"),
                "У вас есть непрочитанные сообщения.",
            ),
            Language::English => (
                format!("Unread messages: {unread}"),
                "You have unread messages.",
            ),
        };
        let mut text = format!("{greeting}\n");
        for chat in digest.chats.iter().take(MAX_CHATS) {
            let (title, body) = chat.content.title_and_body(language);
            let link = self.public_url.chat(realm, ChatId(chat.content.chat_id));
            let (title, body) = (one_line(&title), one_line(&body));
            let unread = count(chat.unread);
            let _ = write!(text, "\n{title} ({unread})\n{body}\n{link}\n");
        }
        let others = digest.chats.len().saturating_sub(MAX_CHATS);
        let end = match language {
            Language::Russian => [
                "Других чатов с непрочитанными сообщениями:",
                "Отключить такие письма:",
            ],
            Language::English => ["Other chats with unread messages:", "Stop these e-mails:"],
        };
        if others > 0 {
            let _ = write!(text, "\n{} {others}\n", end[0]);
        }
        let _ = write!(text, "\n--\n{} {unsubscribe}\n", end[1]);
        let builder = self
            .to(&digest.email)?
            .header(ListUnsubscribe(format!("<{unsubscribe}>")))
            .header(ListUnsubscribePost);
        plain(builder.subject(subject), text)
    }

    /// The e-mail of a link; `None` if its address is no address.
    pub(super) fn link(&self, mail: &LinkMail) -> Option<Message> {
        let is_invitation = mail.is_invitation;
        let host = self.public_url.host();
        let link = if is_invitation {
            self.public_url.invitation(&mail.token)
        } else {
            self.public_url.password_reset(&mail.token)
        };
        let (subject, before, after) = match (mail.language, is_invitation) {
            (Language::Russian, true) => (
                format!("Приглашение: {host}"),
                "Вас приглашают в чат. Чтобы задать имя и пароль, откройте ссылку:",
                "Она действует неделю и срабатывает один раз.",
            ),
            (Language::English, true) => (
                format!("Invitation: {host}"),
                "You are invited to a chat. To set your name and password, open the link:",
                "It is valid for a week and works once.",
            ),
            (Language::Russian, false) => (
                format!("Новый пароль: {host}"),
                "Чтобы задать новый пароль, откройте ссылку:",
                "Она действует час и срабатывает один раз. Если вы не запрашивали письмо, ничего делать не нужно.",
            ),
            (Language::English, false) => (
                format!("New password: {host}"),
                "To set a new password, open the link:",
                "It is valid for an hour and works once. If you did not ask for this e-mail, ignore it.",
            ),
        };
        let text = format!("{before}\n\n{link}\n\n{after}\n");
        plain(self.to(&mail.email)?.subject(subject), text)
    }

    /// An e-mail that no person has written, to an address.
    fn to(&self, address: &str) -> Option<MessageBuilder> {
        addressed(&self.from, address)
    }
}

/// An e-mail with this subject and text, that no person has written; `None` if the address is no address.
pub(super) fn plain_mail(
    from: &MailFrom,
    to: &str,
    subject: String,
    text: String,
) -> Option<Message> {
    plain(addressed(from, to)?.subject(subject), text)
}

fn addressed(from: &MailFrom, address: &str) -> Option<MessageBuilder> {
    let address: Address = address.parse().ok()?;
    let from = from.0.clone();
    let id = format!("<{}@{}>", Uuid::now_v7(), from.email.domain());
    let builder = Message::builder().message_id(Some(id)).from(from);
    Some(builder.to(address.into()).header(AutoSubmitted))
}

/// Completes an e-mail with its text, as MIME (RFC 2045): otherwise readers take it for US-ASCII.
fn plain(builder: MessageBuilder, text: String) -> Option<Message> {
    builder.singlepart(SinglePart::plain(text)).ok()
}

/// A number of messages, which are counted up to [`MAX_UNREAD`] in each chat.
fn count(unread: i64) -> String {
    if unread > MAX_UNREAD {
        return format!("{MAX_UNREAD}+");
    }
    unread.to_string()
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Where the receiver unsubscribes (RFC 2369).
#[derive(Clone)]
struct ListUnsubscribe(String);

/// A POST to that URL unsubscribes at once (RFC 8058).
#[derive(Clone)]
struct ListUnsubscribePost;

/// Vacation replies do not answer (RFC 3834).
#[derive(Clone)]
struct AutoSubmitted;

/// A header that this server only writes.
macro_rules! written_header {
    ($header:ty, $name:literal, |$value:ident| $text:expr) => {
        impl Header for $header {
            fn name() -> HeaderName {
                HeaderName::new_from_ascii_str($name)
            }

            fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
                Err("this header is written only".into())
            }

            fn display(&self) -> HeaderValue {
                let $value = self;
                HeaderValue::new(Self::name(), $text)
            }
        }
    };
}

written_header!(ListUnsubscribe, "List-Unsubscribe", |header| header
    .0
    .clone());
written_header!(ListUnsubscribePost, "List-Unsubscribe-Post", |_header| {
    "List-Unsubscribe=One-Click".to_owned()
});
written_header!(AutoSubmitted, "Auto-Submitted", |_header| {
    "auto-generated".to_owned()
});

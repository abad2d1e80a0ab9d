//! E-mails with a link: invitations, and links that set a password.

use uuid::Uuid;

use crate::db::query::Parameters;
use crate::db::{Error, Transaction};
use crate::domain::{Language, SecretToken};
use crate::outbox::channel::{Reading, Run};
use crate::outbox::readings;

const QUEUE_RESET_MAILS: &str = include_str!("sql/queue_reset_mails.sql");
const READ_LINKS: &str = include_str!("sql/read_links.sql");
const ADD_LINK: &str = include_str!("sql/add_link.sql");

/// How many requests for a link are handled at a time.
const MAX_REQUESTS: i64 = 100;

/// An e-mail with a link that is sent now.
pub struct LinkMail {
    pub(super) email: String,
    pub(super) language: Language,
    pub(super) token: String,
    /// Else it is a link that sets a password.
    pub(super) is_invitation: bool,
}

/// What a link is for: the receiver `invitation/` and its id, or `password/` and the user's id.
#[derive(Clone, Copy)]
enum Purpose {
    Invitation(Uuid),
    Password(i64),
}

impl Purpose {
    fn of(run: &Run) -> Option<Self> {
        match run.receiver.split_once('/')? {
            ("invitation", id) => id.parse().ok().map(Self::Invitation),
            ("password", id) => id.parse().ok().map(Self::Password),
            _ => None,
        }
    }

    fn invitation_id(self) -> Option<Uuid> {
        match self {
            Self::Invitation(id) => Some(id),
            Self::Password(_) => None,
        }
    }

    fn user_id(self) -> Option<i64> {
        match self {
            Self::Password(id) => Some(id),
            Self::Invitation(_) => None,
        }
    }
}

/// Queues the e-mails that people asked for to set a password.
pub(super) async fn queue_reset_mails(transaction: &Transaction<'_>) -> Result<(), Error> {
    let parameters: Parameters<'_> = &[&MAX_REQUESTS];
    let queued = transaction.execute(QUEUE_RESET_MAILS, parameters);
    queued.await.map(drop)
}

/// Reads the addresses of e-mails with a link, and makes their tokens.
pub(super) async fn read(
    transaction: &Transaction<'_>,
    runs: &[Run],
) -> Result<Vec<Reading<LinkMail>>, Error> {
    let purposes: Vec<Option<Purpose>> = runs.iter().map(Purpose::of).collect();
    let invitations = purposes
        .iter()
        .map(|purpose| purpose.and_then(Purpose::invitation_id));
    let invitations: Vec<Option<Uuid>> = invitations.collect();
    let users = purposes
        .iter()
        .map(|purpose| purpose.and_then(Purpose::user_id));
    let users: Vec<Option<i64>> = users.collect();
    let parameters: Parameters<'_> = &[&invitations, &users];
    let mut mails = Vec::new();
    for row in &transaction.query(READ_LINKS, parameters).await? {
        let index = readings::index(row)?;
        let token = SecretToken::random();
        let parameters: Parameters<'_> = &[&token.hash(), &invitations[index], &users[index]];
        transaction.execute(ADD_LINK, parameters).await?;
        let language = runs[index].deliveries[0].language.as_deref();
        let mail = LinkMail {
            email: row.try_get("email")?,
            language: language
                .and_then(Language::of_tag)
                .unwrap_or(Language::Russian),
            token: token.into_text(),
            is_invitation: invitations[index].is_some(),
        };
        mails.push((index, mail));
    }
    Ok(readings::of(runs, mails))
}

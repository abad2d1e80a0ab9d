//! Looking users up in the database.

use std::sync::Arc;

use jiff::Timestamp;
use tokio_postgres::Row;

use super::super::claims::{Claims, Subject};
use crate::db::{Error, Pool, RowExt as _, query};
use crate::domain::{
    AttachmentId, KeyUse, Language, Name, Principal, Realm, Role, SessionKey, UserId,
};

const FIND_USERS: &str = include_str!("../sql/find_users.sql");

/// The user to look up.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum UserRef {
    /// The user that a token names. A numeric subject never names a user whose id was assigned to an
    /// `external_id`.
    Subject(Subject),
    /// A user by id.
    User(UserId),
}

/// A look-up: user, log-in, and the realm that the user must belong to.
pub(crate) type Key = (UserRef, SessionKey, Option<Realm>);

/// The result of a look-up.
#[derive(Debug, Clone)]
pub enum PrincipalLookup {
    /// The user exists.
    KnownUser(Arc<KnownUser>),
    /// The user does not belong to the realm.
    NotInRealm,
    /// There is no such user.
    Unknown,
    /// The log-in was revoked.
    LoggedOut,
}

/// The current state of a user.
#[derive(Debug, Clone)]
pub struct KnownUser {
    pub user_id: UserId,
    pub role: Role,
    pub(crate) name: Name,
    pub(crate) email: Option<String>,
    pub(crate) external_id: Option<String>,
    pub(crate) created_at: Timestamp,
    pub(crate) picture_id: Option<AttachmentId>,
    pub(crate) avatar_url: Option<String>,
    pub(crate) language: Option<Language>,
    pub(crate) company_id: Option<i64>,
    /// When the token was issued whose name, e-mail address and company are stored.
    pub(crate) claims_at: Option<Timestamp>,
    /// Whether the token is of an API key that may not change the account.
    pub(crate) is_beyond_key: bool,
}

impl KnownUser {
    /// The language that the user of a row has chosen.
    pub(crate) fn language_of(row: &Row) -> Result<Option<Language>, Error> {
        let language: Option<&str> = row.try_get("language")?;
        Ok(language.and_then(Language::of_tag))
    }

    /// The length of its texts.
    pub(super) fn text_bytes(&self) -> usize {
        let length = |text: &Option<String>| text.as_ref().map_or(0, String::len);
        let name = match &self.name {
            Name::Given(name) => name.len(),
            Name::Number(_) | Name::Removed => 0,
        };
        name + length(&self.email) + length(&self.external_id) + length(&self.avatar_url)
    }

    /// The caller with these claims.
    pub fn with(&self, claims: Claims) -> Principal {
        Principal {
            user_id: self.user_id,
            role: self.role,
            name: self.name.clone(),
            email: self.email.clone(),
            external_id: self.external_id.clone(),
            created_at: self.created_at,
            picture_id: self.picture_id,
            avatar_url: self.avatar_url.clone(),
            language: self.language,
            session: claims.session,
            expires_at: claims.expires_at,
            key: None,
            is_beyond_key: self.is_beyond_key,
            source: None,
        }
    }

    /// The caller of a request with an API key, which does not expire.
    pub(crate) fn through_key(self, used: KeyUse) -> Principal {
        Principal {
            user_id: self.user_id,
            role: self.role,
            name: self.name,
            email: self.email,
            external_id: self.external_id,
            created_at: self.created_at,
            picture_id: self.picture_id,
            avatar_url: self.avatar_url,
            language: self.language,
            session: used.session(),
            expires_at: Timestamp::MAX,
            key: Some(Arc::new(used)),
            is_beyond_key: true,
            source: None,
        }
    }
}

/// Looks up each of `keys`, in their order.
pub(crate) async fn find_all<'a>(
    pool: &Pool,
    keys: impl Iterator<Item = &'a Key>,
) -> Result<Vec<PrincipalLookup>, Error> {
    let (mut subject_ids, mut external_ids) = (Vec::new(), Vec::new());
    let (mut user_ids, mut sessions, mut realms) = (Vec::new(), Vec::new(), Vec::new());
    for (user, session, realm) in keys {
        let (subject_id, external_id, user_id) = match user {
            UserRef::Subject(Subject::Id(id)) => (Some(*id), None, None),
            UserRef::Subject(Subject::External(name)) => (None, Some(name.as_str()), None),
            UserRef::User(user_id) => (None, None, Some(user_id.0)),
        };
        subject_ids.push(subject_id);
        external_ids.push(external_id);
        user_ids.push(user_id);
        sessions.push(session.as_str());
        realms.push(realm.as_ref().map(Realm::as_str));
    }
    let rows = query::all(
        pool,
        FIND_USERS,
        &[&subject_ids, &external_ids, &user_ids, &sessions, &realms],
    )
    .await?;
    rows.iter().map(found).collect()
}

fn found(row: &Row) -> Result<PrincipalLookup, Error> {
    if row.try_get("is_revoked")? {
        return Ok(PrincipalLookup::LoggedOut);
    }
    let Some(user_id) = row.try_get::<_, Option<UserId>>("user_id")? else {
        return Ok(PrincipalLookup::Unknown);
    };
    if !row.try_get::<_, bool>("is_in_realm")? {
        return Ok(PrincipalLookup::NotInRealm);
    }
    let role: &str = row.try_get("role")?;
    Ok(PrincipalLookup::KnownUser(Arc::new(KnownUser {
        user_id,
        role: role.parse().unwrap_or(Role::Member),
        name: Name::of(user_id, row.try_get("name")?),
        email: row.try_get("email")?,
        external_id: row.try_get("external_id")?,
        created_at: row.timestamp("created_at")?,
        picture_id: row.try_get("picture_id")?,
        avatar_url: row.try_get("avatar_url")?,
        language: KnownUser::language_of(row)?,
        company_id: row.try_get("company_id")?,
        claims_at: row.optional_timestamp("claims_at")?,
        is_beyond_key: row.try_get("is_beyond_key")?,
    })))
}

//! Creates the users that verified tokens name, and takes over what later tokens say of them
//! (`AUTH_PROVISION`).

use std::hash::{BuildHasher as _, RandomState};

use quick_cache::sync::Cache;

use super::api_keys;
use super::claims::{Claims, Subject};
use super::error::Error;
use super::guests;
use super::principals::{KnownUser, PrincipalLookup};
use crate::directory::{self, Directory, NamedPerson, Provision, TakenOver};
use crate::domain::{Name, Realm, Role};

/// The lists of people that are remembered as created.
const NAMED_LISTS: usize = 10_000;

/// Creates the users that verified tokens name.
pub struct Provisioning {
    directory: Directory,
    /// The roles that a token's `role` may grant. With another role the user is a member.
    roles: Vec<Role>,
    /// Hashes of the lists of people that this process has created.
    named: Cache<u64, ()>,
    hasher: RandomState,
}

impl Provisioning {
    /// Creates users with these roles, and others as members.
    pub fn new(directory: Directory, roles: Vec<Role>) -> Self {
        Self {
            directory,
            roles,
            named: Cache::new(NAMED_LISTS),
            hasher: RandomState::new(),
        }
    }

    /// Writes what the claims say of their user and of others; `found` is the user as known before.
    /// Returns whether that user has changed.
    pub(super) async fn apply(
        &self,
        claims: &Claims,
        found: &PrincipalLookup,
        realm: Option<Realm>,
    ) -> Result<bool, Error> {
        let changed = match found {
            PrincipalLookup::LoggedOut => return Ok(false),
            PrincipalLookup::Unknown | PrincipalLookup::NotInRealm => {
                let new = new_user(claims, &self.roles, realm);
                self.directory
                    .provision(&new)
                    .await
                    .map_err(|error| failed(&error))?;
                true
            }
            PrincipalLookup::KnownUser(known) if is_outdated(known, claims) => {
                let taken = TakenOver {
                    email: claims.email.as_deref(),
                    name: claims.name.as_deref(),
                    company_id: claims.company_id,
                    issued_at: claims.issued_at,
                };
                let taken = self.directory.take_over(known.user_id, &taken);
                taken.await.map_err(|error| failed(&error))?;
                true
            }
            PrincipalLookup::KnownUser(_) => false,
        };
        self.create_named(claims).await?;
        Ok(changed)
    }

    /// Creates those of the people whom the claims name who are unknown, once for each list.
    async fn create_named(&self, claims: &Claims) -> Result<(), Error> {
        if claims.people.is_empty() {
            return Ok(());
        }
        let list = self.hasher.hash_one((&claims.people, &claims.realms));
        if self.named.get(&list).is_some() {
            return Ok(());
        }
        let people = claims.people.iter().filter_map(|person| {
            let (id, external_id) = columns(&person.subject);
            let may_be_named = external_id.is_none_or(|name| !is_reserved(name));
            may_be_named.then_some(NamedPerson {
                id,
                external_id,
                name: person.name.as_deref(),
                company_id: person.company_id,
            })
        });
        let people: Vec<_> = people.collect();
        let realms = claims.realms.as_deref();
        let created = self.directory.create_named(&people, realms).await;
        created.map_err(|error| failed(&error))?;
        self.named.insert(list, ());
        Ok(())
    }
}

/// Whether this is the `external_id` of a guest or of a key's user, which no token may name.
pub(super) fn is_reserved(external_id: &str) -> bool {
    guests::is_of_a_guest(external_id) || external_id.starts_with(api_keys::USER_PREFIX)
}

/// Whether a later token says something else of a user than is stored.
fn is_outdated(known: &KnownUser, claims: &Claims) -> bool {
    let is_later = known.claims_at.is_none_or(|at| at < claims.issued_at);
    let name = match &known.name {
        Name::Given(name) => Some(name.as_str()),
        Name::Number(_) | Name::Removed => None,
    };
    let differs = |claim: Option<&str>, stored| claim.is_some() && claim != stored;
    is_later
        && (differs(claims.name.as_deref(), name)
            || differs(claims.email.as_deref(), known.email.as_deref())
            || claims.company_id.is_some() && claims.company_id != known.company_id)
}

fn new_user<'a>(claims: &'a Claims, roles: &[Role], realm: Option<Realm>) -> Provision<'a> {
    let (id, external_id) = columns(&claims.subject);
    let role = claims.role.as_deref().and_then(|role| role.parse().ok());
    let role = role.filter(|role| roles.contains(role));
    Provision {
        id,
        external_id,
        email: claims.email.as_deref(),
        name: claims.name.as_deref(),
        role: role.unwrap_or(Role::Member),
        company_id: claims.company_id,
        realms: claims.realms.as_deref(),
        realm,
        session: &claims.session,
        issued_at: claims.issued_at,
    }
}

/// `users.id` or `users.external_id`.
fn columns(subject: &Subject) -> (Option<i64>, Option<&str>) {
    match subject {
        Subject::Id(id) => (Some(*id), None),
        Subject::External(external_id) => (None, Some(external_id.as_str())),
    }
}

fn failed(error: &directory::Error) -> Error {
    Error::Provisioning(error.to_string())
}

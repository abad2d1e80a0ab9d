//! The people of the origin: who they are here, and adding those who are not here.

use std::collections::HashMap;

use jiff::Timestamp;
use tokio_postgres::Row;
use uuid::Uuid;

use super::context::AdoptionContext;
use super::error::AdoptError;
use super::finding::Report;
use super::ids::number;
use super::members::{Member, Members};
use super::origin::{PEOPLE_OF_TABLE, PeopleQuery, Roles};
use super::sink::{Of, Sink};
use crate::audit::portable::PersonLine;
use crate::db::query::Parameters;
use crate::db::{DbConnection, RowExt as _};
use crate::domain::Realm;

const FIND_PEOPLE: &str = include_str!("sql/find_people.sql");
const ADD_PEOPLE: &str = include_str!("sql/add_people.sql");

/// Characters of a name, an address or an external id: `sql/migrations/V0001__users.sql`.
const MAX_CHARS: usize = 255;
/// People of one statement.
const PAGE: usize = 500;

/// A row of a query of people.
struct OriginPerson {
    table: &'static str,
    id: String,
    email: Option<String>,
    name: Option<String>,
    role: Option<String>,
    company_id: Option<i64>,
    password_hash: Option<String>,
    guest: Option<Uuid>,
    created_at: Timestamp,
}

/// A person who is brought.
struct Person {
    table: &'static str,
    id: String,
    line: PersonLine,
    /// The user who they are here already.
    user_id: Option<i64>,
    external_id: Option<String>,
    password_hash: Option<String>,
}

/// The people who are brought.
pub(super) struct People {
    realm: Realm,
    list: Vec<Person>,
    pub(super) members: Members,
    /// Addresses of the origin as they are compared, with the ids of their people.
    emails: HashMap<String, String>,
}

impl People {
    /// Reads all of them, and finds who they are here.
    pub(super) async fn read(
        context: &AdoptionContext<'_>,
        here: &DbConnection,
        report: &mut Report<'_>,
    ) -> Result<Self, AdoptError> {
        let mut people = Self {
            realm: context.policy.realm,
            list: Vec::new(),
            members: Members::default(),
            emails: HashMap::new(),
        };
        for query in context.origin.people {
            let (table, sql) = match query {
                PeopleQuery::Table(table) => (*table, of_table(table)),
                PeopleQuery::TableOr(table, otherwise) => {
                    let has_table = !context.source.columns(table).await?.is_empty();
                    let sql = if has_table {
                        of_table(table)
                    } else {
                        (*otherwise).to_owned()
                    };
                    (*table, sql)
                }
                PeopleQuery::Sql { table, sql } => (*table, (*sql).to_owned()),
            };
            let rows = context.source.read(&sql).await?;
            loop {
                let page = rows.page().await?;
                if page.is_empty() {
                    break;
                }
                let page = page.iter().map(|row| OriginPerson::of(table, row));
                let page: Vec<_> = page.collect::<Result<_, _>>()?;
                people.add_page(context, here, page, report).await?;
            }
        }
        Ok(people)
    }

    async fn add_page(
        &mut self,
        context: &AdoptionContext<'_>,
        here: &DbConnection,
        page: Vec<OriginPerson>,
        report: &mut Report<'_>,
    ) -> Result<(), AdoptError> {
        let keys = page.iter().map(|person| context.ids.person(&person.id));
        let (origins, numbers): (Vec<_>, Vec<_>) = keys.map(|key| (key.origin, key.number)).unzip();
        let ids: Vec<_> = page.iter().map(|person| number(&person.id)).collect();
        let external_ids: Vec<_> = page.iter().map(OriginPerson::external_id).collect();
        let emails: Vec<_> = page.iter().map(|person| &person.email).collect();
        let names: Vec<_> = page.iter().map(|person| &person.name).collect();
        let parameters: Parameters<'_> = &[
            &origins,
            &numbers,
            &ids,
            &external_ids,
            &emails,
            &names,
            &self.realm.as_str(),
        ];
        let mut found = here.query(FIND_PEOPLE, parameters).await?;
        found.sort_by_key(|row| row.get::<_, i32>("n"));
        for (person, found) in page.into_iter().zip(&found) {
            self.judge(context, person, found, report)?;
        }
        Ok(())
    }

    fn judge(
        &mut self,
        context: &AdoptionContext<'_>,
        person: OriginPerson,
        found: &Row,
        report: &mut Report<'_>,
    ) -> Result<(), AdoptError> {
        let (table, id) = (person.table, person.id.as_str());
        if let Some(conflict) = found.try_get::<_, Option<String>>("conflict")? {
            report.conflict(table, id, conflict);
            return Ok(());
        }
        let role = role_of(&context.origin.roles, &person);
        let user_id: Option<i64> = found.try_get("user_id")?;
        let here: Option<String> = found.try_get("role")?;
        let reason = if self.members.contains(id) {
            Some("another row has this id")
        } else if found.try_get("is_erased")? {
            Some("this person was erased here")
        } else if user_id.is_some() && here.is_none() {
            Some("this person was deleted here")
        } else if !is_nameable(id) {
            Some("no user can have this id")
        } else {
            role.is_none().then_some("its role is unknown")
        };
        let (None, Some(role)) = (reason, role) else {
            let reason = reason.unwrap_or_default();
            report.left_out(table, id, reason);
            return Ok(());
        };
        let name = fitting("name", found.try_get("name")?, &person, report);
        let email = self.email(&person, found.try_get("email")?, report);
        let member = Member {
            key: context.ids.person(id),
            user_id: user_id.or(number(id)),
            role: here.unwrap_or_else(|| role.clone()),
        };
        let password_hash = verifiable(&person, user_id.is_none(), report);
        let line = PersonLine {
            key: member.key,
            gone: None,
            email,
            name,
            role: Some(role),
            company_id: person.company_id,
            realms: person.guest.is_none().then(|| vec![self.realm.to_string()]),
            deactivated_at: None,
            former_realms: None,
            created_at: Some(person.created_at),
            avatar_url: None,
            picture: None,
        };
        self.members.insert(person.id.clone(), member);
        self.list.push(Person {
            table,
            external_id: person.external_id(),
            id: person.id,
            line,
            user_id,
            password_hash,
        });
        Ok(())
    }

    /// The address of a person, unless another one of the origin has it: addresses here are compared without
    /// regard to case.
    fn email(
        &mut self,
        person: &OriginPerson,
        folded: Option<String>,
        report: &mut Report<'_>,
    ) -> Option<String> {
        let email = fitting("e-mail address", person.email.clone(), person, report)?;
        let first = self.emails.entry(folded?).or_insert(person.id.clone());
        if *first == person.id {
            return Some(email);
        }
        let reason = format!("it is brought without its e-mail address, which {first} has too");
        report.changed(person.table, &person.id, reason);
        None
    }

    /// Adds those who are not here, and notes who each of them is; returns the number of new ones.
    pub(super) async fn add(&self, here: &mut DbConnection) -> Result<u64, AdoptError> {
        let mut added = 0;
        for page in self.list.chunks(PAGE) {
            let lines = || page.iter().map(|person| &person.line);
            let origins: Vec<_> = lines().map(|line| line.key.origin).collect();
            let numbers: Vec<_> = lines().map(|line| line.key.number).collect();
            let user_ids: Vec<_> = page.iter().map(|person| person.user_id).collect();
            let ids: Vec<_> = page.iter().map(|person| number(&person.id)).collect();
            let external_ids: Vec<_> = page.iter().map(|person| &person.external_id).collect();
            let emails: Vec<_> = lines().map(|line| &line.email).collect();
            let names: Vec<_> = lines().map(|line| &line.name).collect();
            let roles: Vec<_> = lines().map(|line| &line.role).collect();
            let companies: Vec<_> = lines().map(|line| line.company_id).collect();
            let times: Vec<_> = lines().map(|line| line.created_at).collect();
            let hashes: Vec<_> = page.iter().map(|person| &person.password_hash).collect();
            let realm = self.realm.as_str();
            let parameters: Parameters<'_> = &[
                &origins,
                &numbers,
                &user_ids,
                &ids,
                &external_ids,
                &emails,
                &names,
                &roles,
                &companies,
                &times,
                &realm,
                &hashes,
            ];
            let transaction = here.begin().await?;
            let rows = transaction.query(ADD_PEOPLE, parameters).await?;
            transaction.commit().await?;
            let count: i64 = rows.first().map_or(Ok(0), |row| row.try_get("added"))?;
            added += u64::try_from(count).unwrap_or_default();
        }
        Ok(added)
    }

    /// Passes their lines on; returns how many they are.
    pub(super) async fn feed(
        &self,
        sink: &mut Sink,
        report: &mut Report<'_>,
    ) -> Result<u64, AdoptError> {
        for page in self.list.chunks(PAGE) {
            let lines = page.iter().map(|person| Of {
                table: person.table,
                id: person.id.clone(),
                line: person.line.clone(),
            });
            sink.people(lines.collect(), report).await?;
        }
        Ok(self.members.len())
    }
}

impl OriginPerson {
    fn of(table: &'static str, row: &Row) -> Result<Self, AdoptError> {
        let read = || -> Result<Self, crate::db::Error> {
            Ok(Self {
                table,
                id: row.try_get("id")?,
                email: row.try_get("email")?,
                name: row.try_get("name")?,
                role: row.try_get("role")?,
                company_id: row.try_get("company_id")?,
                password_hash: row.try_get("password_hash")?,
                guest: row.try_get("guest")?,
                created_at: row.timestamp("created_at")?,
            })
        };
        read().map_err(AdoptError::Origin)
    }

    /// What a token names someone by whose id is no number: `auth::guests` has that of guests.
    fn external_id(&self) -> Option<String> {
        number(&self.id).is_none().then(|| self.id.clone())
    }
}

fn of_table(table: &str) -> String {
    PEOPLE_OF_TABLE.replace("{table}", &format!("\"{table}\""))
}

/// The role that someone gets.
fn role_of(roles: &Roles, person: &OriginPerson) -> Option<String> {
    if person.guest.is_some() {
        return person.role.clone();
    }
    let known = |roles: &[&str]| {
        let role = person.role.as_deref();
        role.filter(|role| roles.contains(role)).map(str::to_owned)
    };
    match roles {
        Roles::Only(roles) => known(roles),
        Roles::OrMember(roles) => known(roles).or(Some("member".to_owned())),
    }
}

/// Whether a token can name someone with this id.
fn is_nameable(id: &str) -> bool {
    let is_number = id.parse::<i64>().is_ok();
    id.chars().count() <= MAX_CHARS && (!is_number || number(id).is_some())
}

/// The password of a person, if it can be verified here.
fn verifiable(person: &OriginPerson, is_new: bool, report: &mut Report<'_>) -> Option<String> {
    let hash = person.password_hash.as_ref()?;
    if is_verifiable(hash) {
        return Some(hash.clone());
    }
    if is_new {
        let reason = "its password is in a form that Vestnik cannot verify";
        report.changed(person.table, &person.id, reason);
    }
    None
}

/// A text that is not too long.
fn fitting(
    what: &str,
    text: Option<String>,
    person: &OriginPerson,
    report: &mut Report<'_>,
) -> Option<String> {
    let text = text?;
    if text.chars().count() <= MAX_CHARS {
        return Some(text);
    }
    let reason =
        format!("it is brought without its {what}, which has more than {MAX_CHARS} characters");
    report.changed(person.table, &person.id, reason);
    None
}

/// Whether a stored password is a hash of Argon2 as a PHC string with the memory that a log-in may take, which is
/// what `auth::passwords` verifies.
fn is_verifiable(hash: &str) -> bool {
    const MAX_KIB: u32 = 65_536;
    let mut parts = hash.split('$');
    let (start, algorithm) = (parts.next(), parts.next());
    let is_argon2 = matches!(algorithm, Some("argon2id" | "argon2i" | "argon2d"));
    let mut memory = parts
        .clone()
        .flat_map(|part| part.split(','))
        .filter_map(|parameter| parameter.strip_prefix("m="));
    let fits = memory
        .next()
        .and_then(|memory| memory.parse::<u32>().ok())
        .is_some_and(|kib| kib <= MAX_KIB);
    start == Some("") && is_argon2 && fits && parts.count() == 4
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_hashes_of_argon2_are_brought() {
        let argon2 = "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHQ$AAECAwQFBgcICQoLDA0ODxAREhMUFRYX";
        assert!(is_verifiable(argon2));
        assert!(!is_verifiable(&argon2.replace("m=19456", "m=9999999")));
        for other in [
            "$2b$12$R9h/cIPz0gi.URNNX3kh2OPST9/PgBkqquzi.Ss7KIUgO2t0jWMUW",
            "pbkdf2_sha256$1$salt$hash",
            "secret",
            "",
        ] {
            assert!(!is_verifiable(other), "{other}");
        }
    }
}

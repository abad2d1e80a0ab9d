//! Writes the proof of a chat.

use std::collections::{BTreeSet, HashMap};
use std::io::{self, Write};

use jiff::Timestamp;
use serde_json::Value;

use super::file::{About, FORMAT, Hex, NotSealed, ProvenEvent, ProvenSeal, Time, UnprovenName};
use crate::audit::hashes::{Hash, merkle, salt_of};
use crate::audit::people::People;
use crate::audit::verifier::{Event, KEYS, Payload, Seal, connect_to_tables};
use crate::db::query::Parameters;
use crate::db::{Connector, DbConnection, Error, FromRow as _};
use crate::domain::UserId;

/// Events in one query.
const PAGE: i64 = 500;

const HEAD: &str = include_str!("../sql/chat_proof/head.sql");
const EVENTS: &str = include_str!("../sql/chat_proof/events.sql");
const SEAL: &str = include_str!("../sql/chat_proof/seal.sql");
/// A text and the key of its author are read as one, also while texts are being erased.
const BEGIN: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

/// Why a chat has no proof.
#[derive(Debug, thiserror::Error)]
pub enum ProofError {
    #[error(transparent)]
    Database(#[from] Error),
    #[error("writing: {0}")]
    Output(#[from] io::Error),
    #[error("there is no chat {0}")]
    NoSuchChat(i64),
    /// There is nothing to prove yet.
    #[error("no event of chat {0} is sealed yet")]
    NotSealedYet(i64),
    /// The seal that ends at this position does not have the hashes of its events.
    #[error("position {0}: this seal was altered")]
    AlteredSeal(i64),
}

impl From<tokio_postgres::Error> for ProofError {
    fn from(error: tokio_postgres::Error) -> Self {
        Self::Database(error.into())
    }
}

/// The proof of one chat up to the last seal, written seal by seal.
pub struct ChatProof {
    connection: DbConnection,
    about: About,
    /// Those whom its events name.
    people: BTreeSet<i64>,
}

impl ChatProof {
    /// Connects as the owner.
    pub async fn open(owner: &Connector, chat_id: i64) -> Result<Self, ProofError> {
        let connection = connect_to_tables(owner).await?;
        connection.batch_execute(BEGIN).await?;
        let rows = connection.query(HEAD, &[&chat_id]).await?;
        let row = rows.first().ok_or(ProofError::NoSuchChat(chat_id))?;
        if !row.try_get::<_, bool>("chat_exists")? {
            return Err(ProofError::NoSuchChat(chat_id));
        }
        let from: Option<i64> = row.try_get("from_position")?;
        let to: Option<i64> = row.try_get("to_position")?;
        let events = row.try_get("events")?;
        let not_sealed = from.zip(to).map(|(from_position, to_position)| NotSealed {
            events,
            from_position,
            to_position,
        });
        Ok(Self {
            about: About {
                format: FORMAT.to_owned(),
                chat_id,
                exported_at: format!("{:.3}", Timestamp::now()),
                exported_by: row.try_get("database_user")?,
                server_version: env!("CARGO_PKG_VERSION").to_owned(),
                head_position: row.try_get("head")?,
                sealed_to: row.try_get("sealed_to")?,
                not_sealed,
            },
            connection,
            people: BTreeSet::new(),
        })
    }

    /// Events of the chat that it lacks, because no seal covers them yet.
    pub fn not_sealed(&self) -> Option<NotSealed> {
        self.about.not_sealed
    }

    /// Writes the file.
    pub async fn write(mut self, out: &mut (dyn Write + Send)) -> Result<(), ProofError> {
        let about = json(&self.about)?;
        // The object goes on.
        let about = about.strip_suffix('}').unwrap_or(&about);
        write!(out, "{about},\n\"seals\": [")?;
        let (mut seal, mut events, mut after) = (None::<Seal>, Vec::new(), 0);
        loop {
            let page = self.page(after).await?;
            let Some(last) = page.last() else {
                break;
            };
            after = last.position;
            let keys = self.keys(&page).await?;
            for event in page {
                if seal.as_ref().is_none_or(|seal| seal.to < event.position) {
                    if let Some(seal) = &seal {
                        write_seal(out, seal, std::mem::take(&mut events))?;
                        out.write_all(b",")?;
                    }
                    seal = Some(self.seal_over(event.position).await?);
                }
                events.push(self.proven(&event, &keys));
            }
        }
        let seal = seal.ok_or(ProofError::NotSealedYet(self.about.chat_id))?;
        write_seal(out, &seal, events)?;
        let names = json(&self.names().await?)?;
        write!(out, "\n],\n\"unproven_names\": {names}}}\n")?;
        Ok(out.flush()?)
    }

    async fn page(&self, after: i64) -> Result<Vec<Event>, Error> {
        let About {
            chat_id, sealed_to, ..
        } = &self.about;
        let parameters: Parameters<'_> = &[chat_id, &after, sealed_to, &PAGE];
        let rows = self.connection.query(EVENTS, parameters).await?;
        rows.iter().map(Event::from_row).collect()
    }

    /// The keys of the authors of texts.
    async fn keys(&self, page: &[Event]) -> Result<HashMap<i64, Vec<u8>>, Error> {
        let authors = page.iter().filter_map(|event| {
            Payload::read(&event.payload).text_author(&event.kind, event.actor_id)
        });
        let authors: Vec<i64> = authors.collect();
        let rows = self.connection.query(KEYS, &[&authors]).await?;
        rows.iter()
            .map(|row| Ok((row.try_get("author_id")?, row.try_get("key")?)))
            .collect()
    }

    async fn seal_over(&self, position: i64) -> Result<Seal, ProofError> {
        let rows = self.connection.query(SEAL, &[&position]).await?;
        let seal = rows.first().map(Seal::from_row).transpose()?;
        let seal = seal.ok_or(ProofError::AlteredSeal(position))?;
        if seal.from > position || !seal.is_complete() {
            return Err(ProofError::AlteredSeal(seal.to));
        }
        Ok(seal)
    }

    /// An event without its path.
    fn proven(&mut self, event: &Event, keys: &HashMap<i64, Vec<u8>>) -> ProvenEvent {
        self.people.extend(people_of(event));
        let payload = Payload::read(&event.payload);
        let author = payload.text_author(&event.kind, event.actor_id);
        let key = author.and_then(|author| keys.get(&author));
        let key = key.map(Vec::as_slice);
        let has_texts = payload.has_texts() && !payload.is_erased();
        ProvenEvent {
            position: event.position,
            event_id: event.id,
            realm: event.realm.clone(),
            kind: event.kind.clone(),
            actor_id: event.actor_id,
            recorded_at: Time(event.recorded_at),
            origin: event.origin.clone(),
            payload: payload.hashed(event.id, key),
            texts: has_texts.then(|| payload.texts()),
            salt: has_texts.then(|| Hex(salt_of(key, event.id))),
            path: Vec::new(),
        }
    }

    async fn names(&self) -> Result<Vec<UnprovenName>, Error> {
        let ids: Vec<i64> = self.people.iter().copied().collect();
        let rows = self.connection.query(People::QUERY, &[&ids]).await?;
        let people = People::from_rows(&rows)?;
        let names = ids.into_iter().map(|user_id| UnprovenName {
            user_id,
            name: people.get(UserId(user_id)).name.to_string(),
        });
        Ok(names.filter(|person| !person.name.is_empty()).collect())
    }
}

/// Those whom an event names.
fn people_of(event: &Event) -> Vec<i64> {
    let payload: Value = serde_json::from_str(&event.payload).unwrap_or_default();
    let participants = payload["participants"].as_array();
    let participants = participants.into_iter().flatten();
    let named = participants
        .chain([&payload])
        .filter_map(|named| named["user_id"].as_i64());
    named.chain(event.actor_id).collect()
}

fn write_seal(
    out: &mut (dyn Write + Send),
    seal: &Seal,
    mut events: Vec<ProvenEvent>,
) -> Result<(), ProofError> {
    let altered = || ProofError::AlteredSeal(seal.to);
    let index = |event: &ProvenEvent| usize::try_from(event.position - seal.from).ok();
    let indices: Option<Vec<usize>> = events.iter().map(index).collect();
    let paths = merkle::paths(&seal.event_hashes, &indices.ok_or_else(altered)?);
    for (event, path) in events.iter_mut().zip(paths) {
        event.path = path.into_iter().map(Hex).collect();
    }
    let previous_hash: Result<Hash, _> = seal.previous_hash.as_slice().try_into();
    let proven = ProvenSeal {
        from_position: seal.from,
        to_position: seal.to,
        head_position: seal.head,
        sealed_at: Time(seal.sealed_at),
        previous_hash: Hex(previous_hash.map_err(|_| altered())?),
        root: Hex(merkle::root(&seal.event_hashes)),
        events,
    };
    Ok(write!(out, "\n{}", json(&proven)?)?)
}

fn json(value: &impl serde::Serialize) -> io::Result<String> {
    Ok(serde_json::to_string(value)?)
}

//! Rows of chats, messages and people as their readers see them, for many readers who receive the same event.
//! Those who ask at the same time share the queries.

use std::collections::HashMap;
use std::sync::Arc;

use tokio_postgres::Row;

use crate::db::query::{self, Parameters};
use crate::db::{BatchedQuery, Error, Pool};
use crate::domain::{ChatId, MessageId, Realm, UserId};

const CHATS_FOR_ALL: &str = include_str!("sql/chats_for_all.sql");
const CHATS_FOR_READERS: &str = include_str!("sql/chats_for_readers.sql");
const MESSAGES_AS_SEEN: &str = include_str!("sql/messages_as_seen.sql");
const PEOPLE: &str = include_str!("sql/people.sql");

/// Readers of chats in one query. What all of them see is read once.
const CHAT_READERS_PER_QUERY: usize = 256;
/// Readers of messages in one query, which returns the text for each of them.
const MESSAGE_READERS_PER_QUERY: usize = 64;
/// Readers of the people of an event in one query.
const PEOPLE_READERS_PER_QUERY: usize = 64;
const QUERIES_AT_ONCE: usize = 2;

/// A user, and a chat that names them.
type NamedIn = (UserId, ChatId);
/// A reader, and people whom they ask for.
type AskedPeople = (UserId, Vec<NamedIn>);

/// A reader of a chat.
pub(super) struct ChatReader {
    pub(super) chat_id: ChatId,
    pub(super) user_id: UserId,
    /// Whether the reader sees every chat, and not only their own.
    pub(super) sees_all: bool,
}

/// What a chat is to all its readers, and to one of them.
pub(super) struct ChatRows {
    pub(super) shared: Arc<Row>,
    pub(super) own: Row,
}

/// The shared queries of a realm.
#[derive(Clone)]
pub(super) struct Seen {
    chats: Arc<BatchedQuery<ChatReader, Option<ChatRows>>>,
    messages: Arc<BatchedQuery<(MessageId, UserId), Option<Row>>>,
    people: Arc<BatchedQuery<AskedPeople, Vec<Row>>>,
}

impl Seen {
    pub(super) fn new() -> Self {
        Self {
            chats: BatchedQuery::new(CHAT_READERS_PER_QUERY, QUERIES_AT_ONCE),
            messages: BatchedQuery::new(MESSAGE_READERS_PER_QUERY, QUERIES_AT_ONCE),
            people: BatchedQuery::new(PEOPLE_READERS_PER_QUERY, QUERIES_AT_ONCE),
        }
    }

    /// A chat; `None` unless its reader is a member, or sees all chats.
    pub(super) async fn chat(
        &self,
        pool: Pool,
        realm: Realm,
        reader: ChatReader,
    ) -> Result<Option<ChatRows>, Error> {
        let query = move |readers| chats(pool.clone(), realm, readers);
        self.chats.get(reader, query).await
    }

    /// A message. Says nothing about who may read it.
    pub(super) async fn message(
        &self,
        pool: Pool,
        realm: Realm,
        id: MessageId,
        reader: UserId,
    ) -> Result<Option<Row>, Error> {
        let query = move |asked| messages(pool.clone(), realm, asked);
        self.messages.get((id, reader), query).await
    }

    /// People whom an event names.
    pub(super) async fn people(
        &self,
        pool: Pool,
        realm: Realm,
        reader: UserId,
        named: Vec<NamedIn>,
    ) -> Result<Vec<Row>, Error> {
        let query = move |asked| {
            let pool = pool.clone();
            async move { people_of(&pool, realm, asked).await }
        };
        self.people.get((reader, named), query).await
    }
}

/// The chat of each reader. There are two statements: what happens between them has an event of its own.
async fn chats(
    pool: Pool,
    realm: Realm,
    readers: Vec<ChatReader>,
) -> Result<Vec<Option<ChatRows>>, Error> {
    let chats: Vec<ChatId> = readers.iter().map(|reader| reader.chat_id).collect();
    let shared = chats_for_all(&pool, realm, &chats).await?;
    let users: Vec<UserId> = readers.iter().map(|reader| reader.user_id).collect();
    let see_all: Vec<bool> = readers.iter().map(|reader| reader.sees_all).collect();
    let parameters: Parameters<'_> = &[&realm, &chats, &users, &see_all];
    let own = query::all(&pool, CHATS_FOR_READERS, parameters).await?;
    let own = by_number(own, readers.len())?.into_iter().zip(chats);
    let rows = own.map(|(own, chat_id)| {
        let shared = shared.get(&chat_id)?.clone();
        Some(ChatRows { shared, own: own? })
    });
    Ok(rows.collect())
}

/// What these chats are to all their readers.
async fn chats_for_all(
    pool: &Pool,
    realm: Realm,
    chats: &[ChatId],
) -> Result<HashMap<ChatId, Arc<Row>>, Error> {
    let mut distinct = chats.to_vec();
    distinct.sort_unstable();
    distinct.dedup();
    let rows = query::all(pool, CHATS_FOR_ALL, &[&realm, &distinct]).await?;
    let rows = rows.into_iter().map(Arc::new);
    rows.map(|row| Ok((row.try_get("chat_id")?, row))).collect()
}

/// The message of each reader.
async fn messages(
    pool: Pool,
    realm: Realm,
    asked: Vec<(MessageId, UserId)>,
) -> Result<Vec<Option<Row>>, Error> {
    let (ids, readers): (Vec<_>, Vec<_>) = asked.into_iter().unzip();
    let parameters: Parameters<'_> = &[&realm, &ids, &readers];
    let rows = query::all(&pool, MESSAGES_AS_SEEN, parameters).await?;
    by_number(rows, ids.len())
}

/// The people of each question, as its reader sees them, in one query.
pub(super) async fn people_of(
    pool: &Pool,
    realm: Realm,
    questions: Vec<AskedPeople>,
) -> Result<Vec<Vec<Row>>, Error> {
    let mut found: Vec<Vec<Row>> = questions.iter().map(|_| Vec::new()).collect();
    let (mut readers, mut users, mut chats, mut numbers) = (vec![], vec![], vec![], vec![]);
    for (number, (reader, named)) in (0_i64..).zip(questions) {
        for (user_id, chat_id) in named {
            readers.push(reader);
            users.push(user_id);
            chats.push(chat_id);
            numbers.push(number);
        }
    }
    let parameters: Parameters<'_> = &[&realm, &readers, &users, &chats, &numbers];
    for row in query::all(pool, PEOPLE, parameters).await? {
        let number: i64 = row.try_get("number")?;
        let people = usize::try_from(number).ok();
        if let Some(people) = people.and_then(|number| found.get_mut(number)) {
            people.push(row);
        }
    }
    Ok(found)
}

/// The rows by the number, from 1, that their column `number` has.
fn by_number(rows: Vec<Row>, count: usize) -> Result<Vec<Option<Row>>, Error> {
    let mut found: Vec<Option<Row>> = (0..count).map(|_| None).collect();
    for row in rows {
        let number: i64 = row.try_get("number")?;
        let index = usize::try_from(number - 1).ok();
        if let Some(row_at) = index.and_then(|index| found.get_mut(index)) {
            *row_at = Some(row);
        }
    }
    Ok(found)
}

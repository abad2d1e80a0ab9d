//! Counters are exact: always equal to a recount of the whole log.

use futures::future::join_all;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use tokio_postgres::Client;
use vestnik::chat::{ParticipantScope, Queries};
use vestnik::contracts::school;
use vestnik::domain::UserId;

use crate::support::{Person, Store, TestDatabase};

/// An action of a participant. Numbers pick among the existing chats and messages.
#[derive(Debug, Clone)]
enum Action {
    Send { chat: usize, side: usize },
    Delete { message: usize },
    Visit { chat: usize, side: usize },
    ReadUpTo { message: usize, side: usize },
    Unread { message: usize, side: usize },
    Leave { chat: usize, side: usize },
    Return { chat: usize, side: usize },
}

fn any_action() -> impl Strategy<Value = Action> {
    let (chat, side, message) = (0..3_usize, 0..2_usize, any::<usize>());
    let (place, of_message) = ((chat, side.clone()), (message, side));
    prop_oneof![
        10 => place.clone().prop_map(|(chat, side)| Action::Send { chat, side }),
        5 => message.prop_map(|message| Action::Delete { message }),
        3 => place.clone().prop_map(|(chat, side)| Action::Visit { chat, side }),
        3 => of_message.clone().prop_map(|(message, side)| Action::ReadUpTo { message, side }),
        2 => of_message.prop_map(|(message, side)| Action::Unread { message, side }),
        1 => place.clone().prop_map(|(chat, side)| Action::Leave { chat, side }),
        1 => place.prop_map(|(chat, side)| Action::Return { chat, side }),
    ]
}

/// Three chats, and the messages sent in them: index of the chat, index of the sender, id.
struct UnreadFixture {
    _database: TestDatabase,
    client: Client,
    store: Store,
    chats: Vec<(i64, [Person; 2])>,
    sent: Vec<(usize, usize, i64)>,
}

impl UnreadFixture {
    async fn new() -> Self {
        let database = TestDatabase::new().await;
        let mut chats = Vec::new();
        for _ in 0..3 {
            let pair = database.pair().await;
            chats.push((pair.chat_id, [pair.teacher, pair.student]));
        }
        Self {
            client: database.client().await,
            store: Store::of(&database),
            _database: database,
            chats,
            sent: Vec::new(),
        }
    }

    /// Performs an action; the message it sent, if any. A refusal, as of a former member, is ignored.
    async fn act(&self, action: &Action) -> Option<(usize, usize, i64)> {
        let pick = |message: usize| self.sent.get(message % self.sent.len().max(1)).copied();
        match *action {
            Action::Send { chat, side } => {
                let (chat_id, people) = &self.chats[chat];
                let answer = self.store.send(*chat_id, &people[side], "!").await.ok()?;
                let vestnik::domain::AppendOutcome::New(event) = answer else {
                    return None;
                };
                return Some((chat, side, event.position.0));
            }
            Action::Delete { message } => {
                let (chat, side, id) = pick(message)?;
                let author = &self.chats[chat].1[side];
                let _ = self.store.delete(id, author).await;
            }
            Action::Visit { chat, side } => {
                let (chat_id, people) = &self.chats[chat];
                let _ = self.store.read(*chat_id, &people[side], None).await;
            }
            Action::ReadUpTo { message, side } => {
                let (chat, _, id) = pick(message)?;
                let (chat_id, people) = &self.chats[chat];
                let _ = self.store.read(*chat_id, &people[side], Some(id)).await;
            }
            Action::Unread { message, side } => {
                let (chat, _, id) = pick(message)?;
                let (chat_id, people) = &self.chats[chat];
                let _ = self.store.mark_unread(*chat_id, &people[side], id).await;
            }
            Action::Leave { chat, side } => self.by_hand(chat, side, "participant_left").await,
            Action::Return { chat, side } => self.by_hand(chat, side, "participant_joined").await,
        }
        None
    }

    async fn by_hand(&self, chat: usize, side: usize, kind: &str) {
        let (chat_id, people) = &self.chats[chat];
        let insert = "INSERT INTO events (chat_id, kind, payload)
                      VALUES ($1, $2, jsonb_build_object('user_id', $3::bigint))";
        let outcome = self
            .client
            .execute(insert, &[chat_id, &kind, &people[side].id])
            .await;
        outcome.expect("the event is valid");
    }

    /// Performs these actions at the same time.
    async fn act_at_once(&mut self, actions: &[Action]) {
        let sent = join_all(actions.iter().map(|action| self.act(action))).await;
        self.sent.extend(sent.into_iter().flatten());
    }

    /// By the chat lists: chat, reader, unread messages, newest message that is not deleted.
    async fn counted(&self) -> Vec<(i64, i64, i64, Option<i64>)> {
        let mut counted = Vec::new();
        let queries = Queries::new(self.store.pool.clone(), school::REALM);
        for person in self.chats.iter().flat_map(|(_, people)| people) {
            let reader = UserId(person.id);
            let page = queries.chats_of_user(reader, None, 10, ParticipantScope::Others);
            for chat in page.await.expect("the list can be read").value {
                let newest = chat.last_message.map(|message| message.id.0);
                counted.push((chat.id.0, person.id, chat.unread_count, newest));
            }
        }
        counted.sort_unstable();
        counted
    }

    /// The same, recounted from events alone.
    async fn recounted(&self) -> Vec<(i64, i64, i64, Option<i64>)> {
        let rows = self.client.query(RECOUNT, &[]).await.expect("it counts");
        rows.iter()
            .map(|row| (row.get(0), row.get(1), row.get(2), row.get(3)))
            .collect()
    }
}

const RECOUNT: &str = "
    WITH sent AS (
        SELECT e.chat_id, e.position AS id, e.actor_id,
               EXISTS (
                   SELECT FROM events AS d
                   WHERE d.kind = 'message_deleted'
                     AND (d.payload ->> 'message_id')::bigint = e.position
               ) AS is_deleted
        FROM events AS e
        WHERE e.kind = 'message_sent'
    ), moves AS (
        SELECT e.chat_id, (m ->> 'user_id')::bigint AS user_id, e.kind, e.position
        FROM events AS e
        CROSS JOIN LATERAL jsonb_array_elements(
            coalesce(e.payload -> 'participants', jsonb_build_array(e.payload))) AS m
        WHERE e.kind IN ('chat_created', 'participant_joined', 'participant_left')
    ), marked AS (
        SELECT e.chat_id, e.actor_id AS user_id, max(e.position) AS position
        FROM events AS e
        WHERE e.kind = 'chat_marked_unread'
        GROUP BY e.chat_id, e.actor_id
    ), present AS (
        SELECT DISTINCT ON (chat_id, user_id) chat_id, user_id, kind
        FROM moves
        ORDER BY chat_id, user_id, position DESC
    )
    SELECT p.chat_id, p.user_id,
           (SELECT count(*)
            FROM sent AS s
            WHERE s.chat_id = p.chat_id
              AND s.actor_id <> p.user_id
              AND NOT s.is_deleted
              AND s.id > ALL (
                  SELECT CASE e.kind WHEN 'message_sent' THEN e.position
                                     ELSE (e.payload ->> 'up_to_id')::bigint END
                  FROM events AS e
                  WHERE e.chat_id = p.chat_id
                    AND e.actor_id = p.user_id
                    AND e.kind IN
                        ('message_sent', 'chat_read', 'chat_read_again', 'chat_marked_unread')
                    AND e.position >= coalesce(marked.position, 0)
              )
              -- A new member starts with all earlier messages read.
              AND s.id > ALL (
                  SELECT m.position
                  FROM moves AS m
                  WHERE m.chat_id = p.chat_id
                    AND m.user_id = p.user_id
                    AND m.kind <> 'participant_left'
                    AND m.position > coalesce(marked.position, 0)
              )),
           (SELECT max(s.id) FROM sent AS s WHERE s.chat_id = p.chat_id AND NOT s.is_deleted)
    FROM present AS p
    LEFT JOIN marked ON marked.chat_id = p.chat_id AND marked.user_id = p.user_id
    WHERE p.kind <> 'participant_left'
    ORDER BY 1, 2";

/// Chats whose counter of messages is not the number of messages that are not deleted.
const COUNTER_MISMATCHES: &str = "
    SELECT count(*)
    FROM chats AS c
    WHERE c.message_count <> (
        SELECT count(*)
        FROM events AS e
        WHERE e.chat_id = c.id
          AND e.kind = 'message_sent'
          AND NOT EXISTS (
              SELECT FROM events AS d
              WHERE d.kind = 'message_deleted'
                AND (d.payload ->> 'message_id')::bigint = e.position
          )
    )";

#[test]
fn counts_and_previews_always_equal_a_recount_of_the_log() {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime can be made");
    let config = Config {
        cases: 4,
        max_shrink_iters: 40,
        failure_persistence: None,
        ..Config::default()
    };
    // Waves of simultaneous actions, some 900 actions a case.
    let waves = prop::collection::vec(prop::collection::vec(any_action(), 1..30), 60);
    let outcome = TestRunner::new(config).run(&waves, |waves| {
        runtime.block_on(async {
            let mut fixture = UnreadFixture::new().await;
            for wave in &waves {
                fixture.act_at_once(wave).await;
                prop_assert_eq!(fixture.counted().await, fixture.recounted().await);
                let mismatches = fixture.client.query_one(COUNTER_MISMATCHES, &[]).await;
                let mismatches: i64 = mismatches.expect("it counts").get(0);
                prop_assert_eq!(mismatches, 0);
            }
            Ok(())
        })
    });
    outcome.unwrap_or_else(|failure| panic!("{failure}"));
}

//! Rate limits per user, counted while the log head is locked.

use futures::future::join_all;
use uuid::Uuid;
use vestnik::contracts::market;
use vestnik::db::Error;
use vestnik::domain::text::MessageText;
use vestnik::domain::{
    AppendOutcome, ChatCreated, ChatId, ChatLimit, Command, CreateChat, EditMessage, Limits,
    MessageId, PersonalLimits, Rejection, SendLimit, UserId,
};
use vestnik::log::WriterSettings;

use crate::support::store::{appended, duplicate};
use crate::support::{LockedLogHead, Person, Store, TestDatabase, eventually};

/// A replica's store with these limits.
fn store_with_limits(database: &TestDatabase, limits: PersonalLimits) -> Store {
    let settings = WriterSettings {
        limits,
        ..WriterSettings::default()
    };
    Store::with(&database.connector(), settings)
}

/// One message per second after this burst.
fn sends(burst: u32) -> PersonalLimits {
    let per_second = 1;
    PersonalLimits {
        send: Some(SendLimit { per_second, burst }),
        chat: None,
    }
}

fn chats(per_hour: u32, groups: u32) -> PersonalLimits {
    PersonalLimits {
        send: None,
        chat: Some(ChatLimit { per_hour, groups }),
    }
}

fn new_group() -> CreateChat {
    CreateChat(ChatCreated::group("ИВТ-21".into(), []))
}

async fn create_group(store: &Store, creator: &Person) -> Result<AppendOutcome, Error> {
    store.execute(creator.id, new_group()).await
}

async fn get_or_create_private_chat(
    store: &Store,
    one: &Person,
    other: &Person,
) -> Result<AppendOutcome, Error> {
    let chat = ChatCreated::pair(UserId(one.id), UserId(other.id));
    store.execute(one.id, CreateChat(chat)).await
}

/// The rejection, if the command was refused.
fn refusal(answer: Result<AppendOutcome, Error>) -> Option<Rejection> {
    match answer {
        Ok(_) => None,
        Err(Error::Rejected(rejection)) => Some(rejection),
        Err(error) => panic!("not refused but failed: {error}"),
    }
}

/// More than any burst here.
const MANY: usize = 100;
const TOO_MANY_CHATS: Option<Rejection> = Some(Rejection::RateLimited { retry_after: 1_200 });
const TOO_MANY_SENDS: Option<Rejection> = Some(Rejection::RateLimited { retry_after: 1 });

#[tokio::test]
async fn limits_count_every_draft_of_a_batch() {
    let database = TestDatabase::new().await;
    let [anna, boris] = database.people("teacher").await;
    let store = store_with_limits(&database, chats(3, 500));
    let head = LockedLogHead::take(&database).await;
    let first = tokio::spawn({
        let (store, anna) = (store.clone(), anna.clone());
        async move { create_group(&store, &anna).await }
    });
    head.blocks_writer().await;
    let commands =
        [&anna, &boris, &anna, &boris, &anna, &anna].map(|person| create_group(&store, person));
    let mut others = Box::pin(join_all(commands));
    assert!(futures::poll!(&mut others).is_pending());
    head.release().await;
    appended(first.await.unwrap());
    let refused: Vec<_> = others.await.into_iter().map(refusal).collect();
    assert_eq!(
        refused,
        [None, None, None, None, TOO_MANY_CHATS, TOO_MANY_CHATS]
    );
    let transactions = "SELECT count(DISTINCT xmin::text) FROM events WHERE kind = 'chat_created'";
    assert_eq!(database.number(transactions).await, 1);
}

#[tokio::test]
async fn limits_apply_across_replicas() {
    let database = TestDatabase::new().await;
    let anna = database.person("teacher").await;
    let replicas = [(); 3].map(|()| store_with_limits(&database, chats(3, 500)));
    let commands = (0..12).map(|n| create_group(&replicas[n % 3], &anna));
    let refused = join_all(commands).await.into_iter().filter_map(refusal);
    assert_eq!(refused.map(Some).collect::<Vec<_>>(), [TOO_MANY_CHATS; 9]);
}

#[tokio::test]
async fn sends_beyond_the_burst_are_refused_until_time_passes() {
    let (database, pair) = TestDatabase::with_pair().await;
    let store = store_with_limits(&database, sends(5));
    let all = (0..20).map(|_| store.send(pair.chat_id, &pair.student, "!"));
    let refused: Vec<_> = join_all(all)
        .await
        .into_iter()
        .filter_map(refusal)
        .collect();
    // If the machine stalls for a second, one more send passes.
    assert!((10..=15).contains(&refused.len()), "{}", refused.len());
    assert_eq!(refused.first().copied(), TOO_MANY_SENDS);
    // The other user's sends are counted separately.
    store.send_message(pair.chat_id, &pair.teacher, "!").await;
    eventually("a second to pass", async || {
        store
            .send(pair.chat_id, &pair.student, "!")
            .await
            .ok()
            .map(drop)
    })
    .await;
}

#[tokio::test]
async fn long_texts_take_more_of_the_limit() {
    let (database, pair) = TestDatabase::with_pair().await;
    let store = store_with_limits(&database, sends(10));
    // 20,000 bytes, a token and four more.
    let long = "ж".repeat(10_000);
    let send = async |text: &str| refusal(store.send(pair.chat_id, &pair.student, text).await);
    assert_eq!([send(&long).await, send(&long).await], [None, None]);
    let refused = Some(Rejection::RateLimited { retry_after: 5 });
    assert_eq!(send(&long).await, refused);

    // A text that is longer than the burst takes all of it.
    let tight = store_with_limits(&database, sends(3));
    appended(tight.send(pair.chat_id, &pair.teacher, &long).await);
    let message_id = MessageId(2);
    let edit = async |text: String| {
        let text = MessageText::new(text).unwrap();
        let edit = EditMessage { message_id, text };
        refusal(tight.execute(pair.student.id, edit).await)
    };
    assert_eq!(edit("ш".repeat(10_000)).await, None);
    let refused = Some(Rejection::RateLimited { retry_after: 3 });
    assert_eq!(edit(long).await, refused);
}

#[tokio::test]
async fn duplicate_sends_do_not_count_towards_the_limit() {
    let (database, pair) = TestDatabase::with_pair().await;
    let store = store_with_limits(&database, sends(50));
    let client_id = Uuid::new_v4();
    let send = || store.send_as(pair.chat_id, &pair.student, "раз", client_id);
    appended(send().await);
    for _ in 0..60 {
        let again = send().await;
        duplicate(again);
    }
    let left = (0..40).map(|_| store.send(pair.chat_id, &pair.student, "!"));
    join_all(left).await.into_iter().for_each(|answer| {
        appended(answer);
    });
    let beyond = join_all((0..MANY).map(|_| store.send(pair.chat_id, &pair.student, "!"))).await;
    assert!(beyond.into_iter().find_map(refusal).is_some());
    let again = send().await;
    duplicate(again);
}

#[tokio::test]
async fn rejected_drafts_do_not_count_towards_the_limit() {
    let database = TestDatabase::new().await;
    let (pair, other) = (database.pair().await, database.pair().await);
    let store = store_with_limits(&database, sends(50));
    for _ in 0..60 {
        let refused = refusal(store.send(other.chat_id, &pair.student, "!").await);
        assert_eq!(refused, Some(Rejection::NotAParticipant));
    }
    let left = (0..40).map(|_| store.send(pair.chat_id, &pair.student, "!"));
    join_all(left).await.into_iter().for_each(|answer| {
        appended(answer);
    });
}

#[tokio::test]
async fn moving_the_clock_back_does_not_block_sends_permanently() {
    let (database, pair) = TestDatabase::with_pair().await;
    let store = store_with_limits(&database, sends(1));
    store.send_message(pair.chat_id, &pair.student, "!").await;
    database
        .execute("UPDATE token_buckets SET full_at = now() + interval '1 day'")
        .await;
    let refused = refusal(store.send(pair.chat_id, &pair.student, "!").await);
    assert_eq!(refused, TOO_MANY_SENDS);
    eventually("a second to pass", async || {
        let answer = store.send(pair.chat_id, &pair.student, "!").await;
        answer.ok().map(drop)
    })
    .await;
}

#[tokio::test]
async fn existing_private_chats_do_not_count_towards_the_limit() {
    let database = TestDatabase::new().await;
    let anna = database.person("member").await;
    let others: [Person; 4] = database.people("member").await;
    let store = store_with_limits(&database, chats(3, 500));
    appended(get_or_create_private_chat(&store, &anna, &others[0]).await);
    for _ in 0..5 {
        let found = get_or_create_private_chat(&store, &anna, &others[0]).await;
        duplicate(found);
    }
    appended(get_or_create_private_chat(&store, &anna, &others[1]).await);
    appended(get_or_create_private_chat(&store, &anna, &others[2]).await);
    let refused = refusal(get_or_create_private_chat(&store, &anna, &others[3]).await);
    assert_eq!(refused, TOO_MANY_CHATS);
    let found = get_or_create_private_chat(&store, &anna, &others[0]).await;
    duplicate(found);
}

#[tokio::test]
async fn group_limit_counts_only_existing_groups() {
    let database = TestDatabase::new().await;
    let anna = database.person("teacher").await;
    let store = store_with_limits(&database, chats(1_000, 3));
    let answers = join_all((0..5).map(|_| create_group(&store, &anna))).await;
    let first = answers.iter().find_map(|answer| match answer {
        Ok(AppendOutcome::New(stored)) => Some(stored.chat_id),
        _ => None,
    });
    let refused: Vec<_> = answers.into_iter().filter_map(refusal).collect();
    assert_eq!(refused, [Rejection::TooManyGroups; 2]);
    // Private chats do not count as groups.
    let boris = database.person("member").await;
    appended(get_or_create_private_chat(&store, &anna, &boris).await);
    let ChatId(first) = first.expect("three groups were created");
    let deleted = format!("INSERT INTO events (chat_id, kind) VALUES ({first}, 'chat_deleted')");
    database.execute(&deleted).await;
    appended(create_group(&store, &anna).await);
    let refused = refusal(create_group(&store, &anna).await);
    assert_eq!(refused, Some(Rejection::TooManyGroups));
}

#[tokio::test]
async fn drafts_with_their_own_limits_skip_the_personal_limits() {
    let database = TestDatabase::new().await;
    let anna = database.person("member").await;
    let store = store_with_limits(&database, chats(1, 500));
    for _ in 0..5 {
        let draft = new_group().into_event(market::REALM, UserId(anna.id));
        appended(
            store
                .writer
                .append(draft.with_limits(Limits::default()))
                .await,
        );
    }
}

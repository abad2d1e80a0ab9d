//! Statements of workers, of files and of single users, run as the server runs them.

use jiff::Timestamp;
use tokio_postgres::Row;
use uuid::Uuid;
use vestnik::contracts::messenger;
use vestnik::db::query::{self, Parameters};
use vestnik::domain::{ChatCreated, ChatId, Command as _, CreateChat, UserId};

use crate::support::store::appended;
use crate::support::{Person, Store, TestDatabase};

/// Adds `$CHATS` × 10 rows to each table that FILL leaves empty.
pub(super) const FILL_OTHERS: &str = "
    SET session_replication_role = replica;
    INSERT INTO push_subscriptions (realm, user_id, device_id, session, endpoint, p256dh, auth, language)
    SELECT 'messenger', 1000000 + n % 1000, 'd' || $HEAD || '-' || n, 's' || $HEAD || n, 'e' || $HEAD || '-' || n,
           decode(repeat('04', 65), 'hex'), decode(repeat('00', 16), 'hex'), 'en'
    FROM generate_series(1, $CHATS * 10) AS n;
    INSERT INTO attachments (id, key, realm, owner_id, name, mime, size, sha256, is_posted)
    OVERRIDING SYSTEM VALUE
    SELECT 1000000 + $HEAD * 20 + n, gen_random_uuid(), 'messenger', 1000000 + n % 1000, 'n', 'm', 1,
           sha256('n'), true
    FROM generate_series(1, $CHATS * 10) AS n;
    UPDATE messages AS m SET attachments = ARRAY[1000000 + $HEAD * 19 + m.id - $CHATS]
    WHERE m.id BETWEEN $HEAD + $CHATS + 1 AND $HEAD + $CHATS * 11;
    INSERT INTO api_keys (name, key_hash, realm, scopes, user_id)
    SELECT 'k-' || $HEAD || '-' || n, decode(md5($HEAD || '-' || n), 'hex'), 'messenger', '{read}',
           1000000 + n % 1000
    FROM generate_series(1, $CHATS * 10) AS n;
    INSERT INTO users (id, external_id, name, role, realms)
    SELECT 5000000000000000 + $HEAD * 20 + n, 'e-' || $HEAD || '-' || n, 'E', 'member', '{messenger}'
    FROM generate_series(1, $CHATS * 10) AS n;
    INSERT INTO lessons (teacher_id, student_id, scheduled_at)
    SELECT 1000000 + n % 1000, 1000000 + (n + 1) % 1000, now()
    FROM generate_series(1, $CHATS * 10) AS n;
    WITH added AS (
        INSERT INTO replicas (replica_id, heartbeat_at, expires_at)
        SELECT gen_random_uuid(), now(), now() + interval '1 day' FROM generate_series(1, 4)
        RETURNING replica_id
    )
    INSERT INTO presence (user_id, replica_id, since)
    SELECT 1000000 + n, added.replica_id, now()
    FROM added, generate_series(1, $CHATS) AS n;
    INSERT INTO last_seen (user_id, at)
    SELECT 1000000 + n, now() FROM generate_series(1, $CHATS) AS n ON CONFLICT DO NOTHING;
    SET session_replication_role = origin";

/// The pool of a server, and two users of the messenger with a chat.
pub(super) struct Statements {
    pub(super) store: Store,
    pub(super) author: Person,
    pub(super) reader: Person,
    teacher: Person,
    student: Person,
    pub(super) chat_id: ChatId,
    pub(super) replica_id: Uuid,
}

/// The time of the first lesson: 2027.
const LESSONS_BEGIN: Timestamp = Timestamp::constant(1_800_000_000, 0);

macro_rules! sql {
    ($path:literal) => {
        include_str!(concat!("../../../../src/", $path, ".sql"))
    };
}
pub(super) use sql;

impl Statements {
    pub(super) async fn of(database: &TestDatabase, store: &Store) -> Self {
        let (author, reader) = (
            database.person("member").await,
            database.person("member").await,
        );
        let chat = ChatCreated::pair(UserId(author.id), UserId(reader.id));
        let draft = CreateChat(chat).into_event(messenger::REALM, UserId(author.id));
        let chat_id = appended(store.writer.append(draft).await).chat_id;
        Self {
            store: store.clone(),
            author,
            reader,
            teacher: database.person("teacher").await,
            student: database.person("student").await,
            chat_id,
            replica_id: Uuid::new_v4(),
        }
    }

    /// Runs every statement once.
    pub(super) async fn once(&self) {
        self.deliveries().await;
        self.files().await;
        self.resumable_uploads().await;
        self.drafts().await;
        self.idempotency_keys().await;
        self.presence().await;
        self.users_and_lessons().await;
        self.lesson_series().await;
        self.api_keys().await;
        self.accounts().await;
        let seals = self.run("SELECT 1 FROM audit.seal_log(20)", &[]).await;
        assert_eq!(seals.len(), 1);
    }

    pub(super) async fn run(&self, sql: &str, parameters: Parameters<'_>) -> Vec<Row> {
        query::all(&self.store.pool, sql, parameters)
            .await
            .expect("the statement runs")
    }

    async fn idempotency_keys(&self) {
        let (realm, author, operation) = (messenger::REALM.as_str(), self.author.id, "createChat");
        let (key, attempt) = (Uuid::new_v4(), Uuid::new_v4());
        let hash: &[u8] = &[7; 32];
        let claim: Parameters<'_> = &[&author, &realm, &operation, &key, &attempt, &hash, &60_f64];
        for is_claimed in [true, false] {
            let rows = self.run(sql!("idempotency/sql/claim"), claim).await;
            assert_eq!(rows[0].get::<_, bool>("is_claimed"), is_claimed);
        }
        let made: Parameters<'_> = &[&author, &realm, &operation, &key, &attempt, &1_i64, &hash];
        self.run(sql!("idempotency/sql/settle"), made).await;
        let kept: Parameters<'_> = &[&author, &1_000_i64];
        self.run(sql!("idempotency/sql/prune"), kept).await;
        let released: Parameters<'_> = &[&author, &realm, &operation, &key, &attempt];
        self.run(sql!("idempotency/sql/release"), released).await;
    }

    async fn drafts(&self) {
        let (realm, author) = (messenger::REALM.as_str(), self.author.id);
        let none: Option<i64> = None;
        let saved: Parameters<'_> = &[&self.chat_id, &realm, &author, &Some("!"), &none];
        let saved = self.run(sql!("chat/sql/save_draft"), saved).await;
        assert!(saved[0].get::<_, bool>("is_valid"));
        let (users, chats) = ([author], [self.chat_id.0]);
        let drafts: Parameters<'_> = &[&&users[..], &&chats[..]];
        let drafts = self.run(sql!("presence/sql/drafts"), drafts).await;
        assert_eq!(drafts[0].get::<_, Option<&str>>("text"), Some("!"));
    }

    async fn presence(&self) {
        const UPDATE: &str = "SELECT 1 FROM public.presence_update($1, $2, $3, $4, $5, $6, $7)";
        const HEARTBEAT: &str = "SELECT 1 FROM public.presence_heartbeat($1, $2, $3)";
        let (users, ages, none) = ([self.author.id], [0_i64], [0_i64; 0]);
        let id = &self.replica_id;
        let (users, ages, none) = (&users[..], &ages[..], &none[..]);
        self.run(
            UPDATE,
            &[id, &60_000_i64, &true, &users, &ages, &none, &none],
        )
        .await;
        self.run(
            UPDATE,
            &[id, &60_000_i64, &false, &none, &none, &users, &ages],
        )
        .await;
        self.run(HEARTBEAT, &[id, &60_000_i64, &false]).await;
        let members = self
            .run(sql!("presence/sql/members"), &[&self.chat_id])
            .await;
        assert_eq!(members.len(), 2);
        let both = [self.author.id, self.reader.id];
        let seen = self.run(sql!("presence/sql/users"), &[&&both[..]]).await;
        assert_eq!(seen.len(), 2);
    }

    async fn users_and_lessons(&self) {
        let id = self.author.id;
        let before: Option<Uuid> = None;
        let statements: [(&str, Parameters<'_>); 9] = [
            (sql!("auth/sql/logins"), &[&id]),
            (sql!("auth/sql/password_of"), &[&id]),
            (sql!("auth/sql/invitations"), &[&before, &50_i64]),
            (
                sql!("directory/sql/user_by_email"),
                &[&"unknown@school.test"],
            ),
            (sql!("directory/sql/user_by_id"), &[&id]),
            (sql!("directory/sql/user_in_realm"), &[&id, &"messenger"]),
            (sql!("directory/sql/lessons_by_ids"), &[&[1_i64].as_slice()]),
            (sql!("directory/sql/lessons"), &[&i64::MAX, &50_i64]),
            (
                sql!("directory/sql/lessons_of_user"),
                &[&i64::MAX, &50_i64, &id],
            ),
        ];
        for (sql, parameters) in statements {
            self.run(sql, parameters).await;
        }
        let (ids, none) = ([Some(id), None], [None::<&str>; 2]);
        let (external_ids, companies) = ([None, Some("plans|1")], [Some(5_i64), None]);
        let named: Parameters<'_> = &[
            &&ids[..],
            &&external_ids[..],
            &&none[..],
            &&companies[..],
            &None::<Vec<String>>,
        ];
        self.run(sql!("directory/sql/create_named"), named).await;
    }

    async fn lesson_series(&self) {
        let (teacher, student) = (self.teacher.id, self.student.id);
        let last = self
            .run(
                "SELECT count(*) FROM public.lessons AS l WHERE l.teacher_id = $1",
                &[&teacher],
            )
            .await;
        // Every run has its own times.
        let first = LESSONS_BEGIN + jiff::SignedDuration::from_hours(last[0].get("count"));
        let times: Vec<Timestamp> = (0..4)
            .map(|n| first + jiff::SignedDuration::from_hours(168 * n))
            .collect();
        let series = Some(Uuid::new_v4());
        let (minutes, subject) = (60_i32, Some("!"));
        let wanted: Parameters<'_> = &[&teacher, &student, &times, &minutes];
        self.run(sql!("directory/sql/lesson_conflicts"), wanted)
            .await;
        let new: Parameters<'_> = &[
            &teacher, &student, &times, &minutes, &subject, &series, &false,
        ];
        let new = self.run(sql!("directory/sql/schedule_lessons"), new).await;
        let ids: Vec<i64> = new[0].get("lesson_ids");
        let (as_it_is, none) = (None::<Timestamp>, None::<&str>);
        for (status, minutes) in [(None, Some(90_i32)), (Some("cancelled"), None)] {
            let change: Parameters<'_> = &[
                &ids[0], &status, &as_it_is, &minutes, &false, &none, &true, &false,
            ];
            let changed = self.run(sql!("directory/sql/change_lessons"), change).await;
            assert_eq!(changed[0].get::<_, Vec<i64>>("lesson_ids").len(), 4);
        }
    }

    async fn api_keys(&self) {
        let hashes = [vec![0_u8; 32], vec![1_u8; 32]];
        let acted = [None, Some(self.reader.id)];
        let asked: Parameters<'_> = &[&&hashes[..], &&acted[..]];
        let found = self.run(sql!("auth/sql/find_api_keys"), asked).await;
        assert_eq!(found.len(), 2);
        let realm = messenger::REALM.as_str();
        let ids = ["plans-1", "plans-2"];
        let (none, no) = ([None::<&str>; 2], [false; 2]);
        let (ids, none, no) = (&ids[..], &none[..], &no[..]);
        let numbers = [None::<i64>; 2];
        let put: Parameters<'_> = &[
            &realm,
            &ids,
            &ids,
            &none,
            &no,
            &none,
            &none,
            &no,
            &"plans",
            &&numbers[..],
        ];
        let put = self.run(sql!("directory/sql/put_people"), put).await;
        assert_eq!(put.len(), 2);
        let named = self
            .run(sql!("directory/sql/ids_of_externals"), &[&ids, &realm])
            .await;
        assert_eq!(named.len(), 2);
        let id: i64 = put[0].get("user_id");
        let managed: Parameters<'_> = &[&id, &realm];
        let managed = self
            .run(sql!("directory/sql/managed_person"), managed)
            .await;
        assert!(managed[0].get::<_, bool>("is_managed"));
        let external: Parameters<'_> = &[&"plans-1", &realm, &None::<i64>];
        let external = self.run(sql!("directory/sql/managed_id"), external).await;
        assert_eq!(external.len(), 1);
    }
}

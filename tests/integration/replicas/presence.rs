//! Presence stays correct through failures of replicas and of Postgres.

use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};

use crate::support::cluster::Cluster;
use crate::support::{
    EventStream, Pair, Person, PresenceChurn, ReplicaProcess, TestDatabase, eventually,
    spawn_processes,
};

/// The expected presence follows from connection times, so this test needs an otherwise idle
/// machine.
#[tokio::test]
#[ignore = "takes a minute of a quiet machine: make soak"]
async fn presence_stays_correct_during_random_replica_restarts() {
    let database = TestDatabase::new().await;
    let crowd = PresenceChurn::start(&database, 3, 12).await;

    let outcome = crowd.run(&database, Duration::from_mins(1)).await;

    assert!(outcome.restarts > 0 && outcome.changes > 0, "{outcome:?}");
    assert!(outcome.false_alarms.is_empty(), "{outcome:?}");
}

/// A pair and another student of the same teacher, on two replicas.
struct PresenceFixture {
    pair: Pair,
    other: Person,
    replicas: [ReplicaProcess; 2],
    teacher: EventStream,
    _student: EventStream,
}

impl PresenceFixture {
    async fn open(database: &TestDatabase) -> Self {
        let (pair, other) = (database.pair().await, database.person("student").await);
        database.complete_lesson(&pair.teacher, &other).await;
        let replicas = spawn_processes::<2>(database).await;
        let mut teacher = replicas[0].client(&pair.teacher).open_stream().await;
        let student = replicas[1].client(&pair.student).open_stream().await;
        teacher.until_presence(&pair.student, true).await;
        Self {
            pair,
            other,
            replicas,
            teacher,
            _student: student,
        }
    }

    /// The other student connects and disconnects twice, which takes longer than a lease: the
    /// teacher receives those changes and none of the first student, who stays connected.
    async fn expect_no_flapping(&mut self) {
        for which in 0..self.replicas.len() {
            let replica = &self.replicas[which];
            let stream = replica.client(&self.other).open_stream().await;
            self.expect_next(true).await;
            drop(stream);
            self.expect_next(false).await;
        }
    }

    async fn expect_next(&mut self, online: bool) {
        let next = self.teacher.presence_update().await;
        assert!(next.is_presence_of(&self.other), "{next:?}");
        assert_eq!(next.data["online"], online);
    }

    /// Expects both students to be registered.
    async fn expect_registered(&self, database: &TestDatabase) {
        let ids = format!("({}, {})", self.pair.teacher.id, self.pair.student.id);
        let sql = format!("SELECT count(DISTINCT user_id) FROM presence WHERE user_id IN {ids}");
        database.until_number(&sql, 2).await;
    }
}

#[tokio::test]
async fn postgres_crash_keeps_presence_stable() {
    let cluster = Cluster::start();
    let database = TestDatabase::in_cluster(&cluster).await;
    let mut school = PresenceFixture::open(&database).await;
    let inside = database.client().await;

    // Postgres treats the death of one of its processes as a crash and recovers.
    let backends = database.backends("tail").await;
    let victim = Pid::from_raw(backends[0]).expect("a process id");
    kill_process(victim, Signal::KILL).expect("the cluster is ours");
    eventually("Postgres to go down", async || {
        inside.is_closed().then_some(())
    })
    .await;
    eventually("Postgres to be back", async || {
        let connected = tokio_postgres::connect(&database.url, tokio_postgres::NoTls).await;
        connected.ok().map(drop)
    })
    .await;

    school.expect_registered(&database).await;
    school.expect_no_flapping().await;
}

#[tokio::test]
async fn outage_longer_than_a_lease_keeps_presence_stable() {
    let database = TestDatabase::new().await;
    let mut school = PresenceFixture::open(&database).await;
    let inside = database.client().await;

    database.block_connections("signals").await;
    let expired = "SELECT count(*) FROM replicas WHERE expires_at < clock_timestamp()";
    eventually("all leases to run out", async || {
        let row = inside.query_one(expired, &[]).await.expect("a number");
        (row.get::<_, i64>(0) == 2).then_some(())
    })
    .await;
    database.allow_connections(true).await;

    school.expect_no_flapping().await;
    school.expect_registered(&database).await;
}

#[tokio::test]
async fn users_register_while_a_dead_replica_awaits_reaping() {
    let (database, pair) = TestDatabase::with_pair().await;
    let dead = "INSERT INTO replicas (replica_id, heartbeat_at, expires_at)
                SELECT gen_random_uuid(), now() - interval '1 min', now() - interval '1 min'";
    database.execute(dead).await;

    // A replica declares another one dead only after it has run for a whole lease itself.
    let replica = ReplicaProcess::spawn(&database).await;
    let _student = replica.client(&pair.student).open_stream().await;

    let registered = "SELECT count(*) FROM presence";
    database.until_number(registered, 1).await;
    let dead = "SELECT count(*) FROM replicas WHERE expires_at < now()";
    assert_eq!(database.number(dead).await, 1);
}

#[tokio::test]
async fn detects_a_change_without_notification() {
    let database = TestDatabase::new().await;
    let mut school = PresenceFixture::open(&database).await;
    let other = school.other.id;

    // Simulates a lost notification: presence and its version change without a NOTIFY.
    let change = "UPDATE presence_version SET version = version + 1";
    let connect = format!(
        "INSERT INTO presence (user_id, replica_id, since)
         SELECT {other}, replica_id, now() FROM replicas LIMIT 1; {change}"
    );
    database.execute(&connect).await;
    school.expect_next(true).await;

    let disconnect = format!("DELETE FROM presence WHERE user_id = {other}; {change}");
    database.execute(&disconnect).await;
    school.expect_next(false).await;
}

#[tokio::test]
async fn erasure_deletes_last_seen() {
    let database = TestDatabase::new().await;
    let school = PresenceFixture::open(&database).await;
    let student = school.pair.student.id;
    let sql = format!("SELECT count(*) FROM last_seen WHERE user_id = {student}");
    assert_eq!(database.number(&sql).await, 1);

    database.delete_user(&school.pair.student).await;

    assert_eq!(database.number(&sql).await, 0);
}

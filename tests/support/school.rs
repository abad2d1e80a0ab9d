//! A teacher and a student with a chat, and a server of their school.

use std::ops::Deref;

use super::{
    Client, Endpoint, EventStream, Metrics, Pair, RawStream, Replica, ReplicaProcess, TestDatabase,
};

/// The path of the event stream.
const EVENTS: &str = "/api/events/chat";

/// The pair, and a server in this process or in a process of its own.
pub struct School<R = Replica> {
    pub database: TestDatabase,
    pub pair: Pair,
    pub replica: R,
    /// The teacher's client of the replica.
    pub teacher: Client,
    /// The student's client of the replica.
    pub student: Client,
}

impl School {
    /// A school with a server in this process.
    pub async fn new() -> Self {
        Self::with(&[]).await
    }

    /// The same with the given settings.
    pub async fn with(settings: &[(&str, &str)]) -> Self {
        let (database, pair) = TestDatabase::with_pair().await;
        let replica = Replica::spawn_with(&database, settings).await;
        Self::of(database, pair, replica)
    }
}

impl School<ReplicaProcess> {
    /// A school with a server in a process of its own, and with these settings.
    pub async fn in_own_process(settings: &[(&str, &str)]) -> Self {
        let (database, pair) = TestDatabase::with_pair().await;
        let replica = ReplicaProcess::spawn_with(&database, settings).await;
        Self::of(database, pair, replica)
    }

    /// The same, and the metrics of the server.
    pub async fn with_metrics(settings: &[(&str, &str)]) -> (Self, Metrics) {
        let (database, pair) = TestDatabase::with_pair().await;
        let (replica, metrics) = Metrics::of_a_replica(&database, settings).await;
        (Self::of(database, pair, replica), metrics)
    }
}

impl<R: Deref<Target = Endpoint>> School<R> {
    /// A pair of this database and a server that was started on it.
    pub fn of(database: TestDatabase, pair: Pair, replica: R) -> Self {
        Self {
            teacher: replica.client(&pair.teacher),
            student: replica.client(&pair.student),
            database,
            pair,
            replica,
        }
    }

    /// Starts another replica, in this process.
    pub async fn another_replica(&self) -> Replica {
        Replica::spawn(&self.database).await
    }

    /// Sends a message of the teacher; its id.
    pub async fn send(&self, text: &str) -> i64 {
        self.teacher.send_message(self.pair.chat_id, text).await
    }

    /// Sends a message of the student; its id.
    pub async fn send_as_student(&self, text: &str) -> i64 {
        self.student.send_message(self.pair.chat_id, text).await
    }

    /// Appends messages of the teacher with SQL; their texts are the prefix and 1, 2, 3, …
    pub async fn append(&self, prefix: &str, count: i64) -> Vec<String> {
        self.append_padded(prefix, count, 0).await
    }

    /// The same, each text followed by `padding` dots.
    pub async fn append_padded(&self, prefix: &str, count: i64, padding: usize) -> Vec<String> {
        let Pair {
            teacher, chat_id, ..
        } = &self.pair;
        self.database
            .append_padded(*chat_id, teacher, prefix, count, padding)
            .await
    }

    /// Removes the student from the chat with SQL.
    pub async fn remove_student(&self) {
        let (database, pair) = (&self.database, &self.pair);
        database
            .remove_participant(pair.chat_id, &pair.student)
            .await;
    }

    /// Opens a stream of the student that is read only when the test reads it.
    pub async fn open_raw_stream(&self) -> RawStream {
        RawStream::open(&self.replica, &self.pair.student, EVENTS).await
    }

    /// Opens a stream of the student on each of two replicas: this one and another.
    pub async fn open_streams(&self, other: &Replica) -> [EventStream; 2] {
        let elsewhere = other.client(&self.pair.student);
        [
            self.student.open_stream().await,
            elsewhere.open_stream().await,
        ]
    }
}

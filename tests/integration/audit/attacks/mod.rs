//! What those who have rights in the database can do to the log, and what says so.
//!
//! The database belongs to a login that is no superuser, as it should. Each attack is made in a copy of it, and
//! the log is then verified as `vestnik verify --seals` does, with seals that were exported before.
//! What nothing can find is in `docs/audit.md`: "What these proofs cannot show".

mod erasures;
mod table;

use uuid::Uuid;
use vestnik::audit::{LogVerifier, Seal, Seals, Verified};
use vestnik::db::Connector;

use self::table::ATTACKS;
use super::tampering::matches_pattern;
use super::{generate_activity, run_on};
use crate::cli::text;
use crate::sql::refusal;
use crate::support::TestDatabase;
use crate::support::cluster::temporary_directory;

/// Who attacks.
#[derive(Clone, Copy)]
enum Who {
    /// A replica, or someone who has taken one over.
    Server,
    /// Who can do everything in the database but change Postgres itself.
    Owner,
    Superuser,
}

/// What says so.
enum Outcome {
    /// The database, with this message.
    Refused(&'static str),
    /// The verification, in exactly these lines, in which `…` stands for any text. If it is the last line, more
    /// may follow.
    Found(&'static [&'static str]),
}

/// An attack. In its SQL, `$FREE` lets the tables be changed, `$RESEAL` seals everything again, `$LAST` is the
/// last position, `$HASH` recomputes the hashes of all seals, `$BLANK` erases the text of event 2 and nothing
/// else, and `$RECORD` records that as an erasure.
struct Attack {
    who: Who,
    what: &'static str,
    sql: &'static str,
    outcome: Outcome,
}

const FREE: &str = "ALTER TABLE events DISABLE TRIGGER USER;
                    ALTER TABLE audit.seals DISABLE TRIGGER USER;";

const RESEAL: &str = "DELETE FROM audit.seals;
                      DO $$ BEGIN WHILE EXISTS (SELECT FROM audit.seal_log(7)) LOOP END LOOP; END $$;";

const HASH: &str = "
    DO $$
    DECLARE
        _seal audit.seals;
        _previous bytea := decode(repeat('00', 32), 'hex');
    BEGIN
        FOR _seal IN SELECT * FROM audit.seals ORDER BY to_position LOOP
            _seal.previous_hash := _previous;
            _previous := audit.seal_hash(_seal);
            UPDATE audit.seals
            SET previous_hash = _seal.previous_hash, hash = _previous
            WHERE to_position = _seal.to_position;
        END LOOP;
    END $$;";

const BLANK: &str = "
    INSERT INTO erasures (user_id) SELECT actor_id FROM events WHERE position = 2;
    SELECT audit.erase_texts('{2}');";

const RECORD: &str = "
    INSERT INTO events (chat_id, kind, payload)
    SELECT chat_id, 'user_erased', jsonb_build_object(
               'user_id', actor_id, 'operator', 'root', 'erased_events', 1,
               'events_hash', encode(sha256(uuid_send(event_id)), 'hex')
           )
    FROM events
    WHERE position = 2;";

/// A sealed log that belongs to an ordinary login, the URL of that login, and the seals.
struct Sealed {
    database: TestDatabase,
    owner: String,
    seals: Vec<Seal>,
    last: i64,
}

impl Sealed {
    async fn new() -> Self {
        // It makes the roles of the cluster.
        drop(TestDatabase::new().await);
        let database = TestDatabase::without_schema().await;
        let (name, owner) = (database.name(), format!("owner_{}", database.name()));
        let make_owner = format!(
            "CREATE ROLE {owner} LOGIN CREATEROLE;
             GRANT vestnik_server TO {owner};
             ALTER DATABASE {name} OWNER TO {owner}"
        );
        database.execute(&make_owner).await;
        let migrated = TestDatabase::at(&as_login(&database.url, &owner), name);
        migrated.migrate().await;
        generate_activity(&database).await;
        let last = database.head().await;
        database
            .execute(&RESEAL["DELETE FROM audit.seals;".len()..])
            .await;
        let exported = Seals::open(&database.connector()).await.unwrap();
        let seals = exported.after(0, 1_000).await.unwrap();
        assert!(seals.len() > 3);
        drop((exported, migrated));
        database.until_no_session().await;
        Self {
            database,
            owner,
            seals,
            last,
        }
    }

    /// A copy for one attack.
    async fn copy(&self) -> TestDatabase {
        let name = format!("copy_{}", Uuid::new_v4().simple());
        let (template, owner) = (self.database.name(), &self.owner);
        let sql = format!("CREATE DATABASE {name} TEMPLATE {template} OWNER {owner}");
        TestDatabase::existing("postgres").execute(&sql).await;
        TestDatabase::existing(&name)
    }

    async fn verified(&self, copy: &TestDatabase) -> Verified {
        let connector = Connector::new(&as_login(&copy.url, &self.owner)).unwrap();
        let verifier = LogVerifier::open(&connector).await.unwrap();
        verifier.run(&self.seals, |_| ()).await.unwrap()
    }

    /// Makes an attack, and returns how it differs from the expectation.
    async fn attack(&self, attack: &Attack) -> Option<String> {
        let copy = self.copy().await;
        let login = match attack.who {
            Who::Superuser => "postgres",
            Who::Owner | Who::Server => self.owner.as_str(),
        };
        let attacker = TestDatabase::at(&as_login(&copy.url, login), copy.name());
        let client = attacker.client().await;
        if let Who::Server = attack.who {
            client
                .batch_execute("SET ROLE vestnik_server")
                .await
                .unwrap();
        }
        let sql = attack.sql.replace("$FREE", FREE).replace("$RESEAL", RESEAL);
        let sql = sql
            .replace("$HASH", HASH)
            .replace("$LAST", &self.last.to_string());
        let sql = sql.replace("$BLANK", BLANK).replace("$RECORD", RECORD);
        let done = client.batch_execute(&sql).await;
        let difference = match attack.outcome {
            Outcome::Refused(expected) => {
                let error = refusal(&sql, done);
                (error.message() != expected).then(|| error.message().to_owned())
            }
            Outcome::Found(_) if done.is_err() => done.err().map(|error| format!("{error:?}")),
            Outcome::Found(expected) => {
                let last = self.last.to_string();
                let expected = expected.iter().map(|line| line.replace("$LAST", &last));
                let expected: Vec<String> = expected.collect();
                difference(&self.verified(&copy).await, &expected)
            }
        };
        drop(client);
        let sql = format!("DROP DATABASE {} WITH (FORCE)", copy.name());
        TestDatabase::existing("postgres").execute(&sql).await;
        difference.map(|found| format!("{}: {found}", attack.what))
    }
}

/// Asserts that nothing in the log contradicts its seals or itself.
pub(super) async fn assert_log_proven(database: &TestDatabase) {
    let verifier = LogVerifier::open(&database.connector()).await.unwrap();
    let verified = verifier.run(&[], |_| ()).await.unwrap();
    assert_eq!(lines(&verified), Vec::<String>::new());
}

fn as_login(url: &str, login: &str) -> String {
    url.replace("postgres@", &format!("{login}@"))
}

fn lines(verified: &Verified) -> Vec<String> {
    verified
        .findings
        .listed()
        .iter()
        .map(ToString::to_string)
        .collect()
}

fn difference(verified: &Verified, expected: &[String]) -> Option<String> {
    let found = lines(verified);
    let has_more = expected.last().is_some_and(|line| line == "…");
    let is_complete = if has_more {
        found.len() + 1 >= expected.len()
    } else {
        found.len() == expected.len()
    };
    let is_expected = is_complete
        && found
            .iter()
            .zip(expected)
            .all(|(line, pattern)| matches_pattern(line, pattern));
    (!is_expected).then(|| format!("{found:#?}"))
}

#[tokio::test]
async fn every_attack_is_refused_or_found_at_its_position() {
    let sealed = Sealed::new().await;
    let mut differences = Vec::new();
    for attack in ATTACKS {
        differences.extend(sealed.attack(attack).await);
    }
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

#[tokio::test]
async fn honest_log_has_no_finding() {
    let sealed = Sealed::new().await;
    let verified = sealed.verified(&sealed.database).await;
    assert_eq!(lines(&verified), Vec::<String>::new());
    assert_eq!(
        (verified.head, verified.sealed_to),
        (sealed.last, sealed.last)
    );
    assert_eq!(verified.matching_seals, sealed.seals.len());
}

/// The sealer may have stood still for long; what is appended after it went on is not older than its seals.
#[tokio::test]
async fn log_that_was_sealed_late_has_no_finding() {
    let sealed = Sealed::new().await;
    let copy = sealed.copy().await;
    let age =
        "ALTER TABLE events DISABLE TRIGGER USER; ALTER TABLE audit.seals DISABLE TRIGGER USER;
               UPDATE events SET recorded_at = recorded_at - interval '1 hour';";
    copy.execute(&[age, RESEAL].concat()).await;
    assert_log_proven(&copy).await;
    let dated = "INSERT INTO events (position, event_id, realm, chat_id, kind, actor_id, payload, recorded_at)
                 SELECT (SELECT max(position) + 1 FROM events), gen_random_uuid(), realm, chat_id, kind,
                        actor_id, payload, now() - interval '30 minutes'
                 FROM events WHERE position = 2";
    copy.execute(dated).await;
    let verifier = LogVerifier::open(&copy.connector()).await.unwrap();
    let found = verifier.run(&[], |_| ()).await.unwrap();
    let expected = "position …: this event has the time …, but the log before it was sealed at …";
    assert_eq!(difference(&found, &[expected.to_owned()]), None);
}

/// The routines at psql run inside the database that they judge.
#[tokio::test]
async fn replaced_routines_deceive_psql_but_not_the_command() {
    let sealed = Sealed::new().await;
    let database = &sealed.database;
    let deceive = "ALTER TABLE events DISABLE TRIGGER USER;
        UPDATE events SET payload = payload || '{\"content\": \"!\"}' WHERE position = 3;
        CREATE OR REPLACE FUNCTION audit.check_next_seal(
            _after bigint, OUT sealed_to bigint, OUT found_at bigint, OUT problem text
        )
        RETURNS SETOF record LANGUAGE sql AS 'SELECT max(to_position), NULL::bigint, NULL::text
                                              FROM audit.seals HAVING max(to_position) > _after';
        CREATE OR REPLACE FUNCTION audit.verify()
        RETURNS TABLE (finding text, relation text, key text, attribute text, live text, derived text)
        LANGUAGE sql AS 'SELECT ''''::text, '''', '''', '''', '''', '''' WHERE false';
        CREATE OR REPLACE FUNCTION audit_replay.findings()
        RETURNS TABLE (finding text, relation text, key text, attribute text, live text, derived text)
        LANGUAGE sql AS 'SELECT ''''::text, '''', '''', '''', '''', '''' WHERE false'";
    database.execute(deceive).await;
    let silent = "SELECT count(*) FROM audit.verify_hashes()";
    assert_eq!(database.number(silent).await, 0);

    let file = temporary_directory().join("seals.csv");
    let kept: Vec<String> = sealed.seals.iter().map(ToString::to_string).collect();
    std::fs::write(&file, kept.join("\n")).unwrap();
    let output = run_on(database, &["verify", "--seals", file.to_str().unwrap()]).await;
    let stdout = text(&output.stdout);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        stdout.starts_with("position 3: this event was altered\n"),
        "{stdout}"
    );
    assert!(
        stdout.contains(&format!("{} exported seals match\n", kept.len())),
        "{stdout}"
    );
}

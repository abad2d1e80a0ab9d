//! The privileges of the roles `vestnik_auditor` and `vestnik_server` in the audit schema.

use tokio_postgres::error::SqlState;

use super::erasure::{SECRET, erase};
use super::{generate_activity, lines};
use crate::sql::refused;
use crate::support::{Store, TestDatabase};

async fn names(database: &TestDatabase, sql: &str) -> Vec<String> {
    lines(&database.client().await, sql).await
}

/// Query for the routines, other than Postgres's own, that a role can call and that run with
/// their owner's rights or lie outside the schema `public`.
fn callable(role: &str) -> String {
    format!(
        "SELECT p.oid::regprocedure::text
         FROM pg_proc AS p
         JOIN pg_namespace AS n ON n.oid = p.pronamespace
         WHERE n.nspname NOT IN ('pg_catalog', 'information_schema')
           AND has_schema_privilege('{role}', n.oid, 'USAGE')
           AND has_function_privilege('{role}', p.oid, 'EXECUTE')
           AND (p.prosecdef OR n.nspname <> 'public')
         ORDER BY 1"
    )
}

#[tokio::test]
async fn auditor_role_calls_exactly_the_listed_routines() {
    let database = TestDatabase::new().await;
    assert_eq!(
        names(&database, &callable("vestnik_auditor")).await,
        [
            "audit.actions_of(bigint,timestamp with time zone,timestamp with time zone)",
            "audit.changes_between(bigint,timestamp with time zone,timestamp with time zone)",
            "audit.chat_as_of(bigint,timestamp with time zone)",
            "audit.check_next_seal(bigint)",
            "audit.compare_seal(bigint,bytea)",
            "audit.counts_by_day(timestamp with time zone,timestamp with time zone,bigint)",
            "audit.deletions(bigint,timestamp with time zone,timestamp with time zone)",
            "audit.describe_events(bigint,bigint)",
            "audit.erasure_ledger()",
            "audit.exported_seals(bigint)",
            "audit.files_sent(bigint)",
            "audit.find_people(text)",
            "audit.find_texts(text,bigint,timestamp with time zone,timestamp with time zone)",
            "audit.key_activity(text,timestamp with time zone,timestamp with time zone)",
            "audit.members_as_of(bigint,timestamp with time zone)",
            "audit.message_readers(bigint)",
            "audit.staff_accesses(bigint,bigint,timestamp with time zone,timestamp with time zone)",
            "audit.timeline(bigint,bigint,integer)",
            "audit.user_activity(bigint,timestamp with time zone,timestamp with time zone)",
            "audit.user_label(bigint)",
            "audit.verify()",
            "audit.verify_hashes()",
            "audit.visible_to(bigint,bigint,timestamp with time zone)",
        ]
    );
}

#[tokio::test]
async fn auditor_role_reads_exactly_the_listed_tables() {
    let database = TestDatabase::new().await;
    let tables = "
        SELECT c.oid::regclass || ' ' || p.name
        FROM pg_class AS c
        JOIN pg_namespace AS n ON n.oid = c.relnamespace
        CROSS JOIN unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE',
                                'REFERENCES', 'TRIGGER']) AS p (name)
        WHERE n.nspname IN ('public', 'audit', 'audit_replay')
          AND c.relkind IN ('r', 'v', 'm', 'f', 'p')
          AND has_table_privilege('vestnik_auditor', c.oid, p.name)";
    let mut held = names(&database, tables).await;
    held.sort();
    assert_eq!(
        held,
        [
            "all_participants SELECT",
            "audit.accesses SELECT",
            "audit.holds SELECT",
            "audit.seal_time_stamps SELECT",
            "chat_participants SELECT",
            "chats SELECT",
            "erasure_requests SELECT",
            "erasures SELECT",
            "events SELECT",
            "former_participants SELECT",
            "messages SELECT",
        ]
    );
    let columns = "
        SELECT DISTINCT c.oid::regclass::text
        FROM pg_class AS c
        WHERE c.relnamespace IN ('public'::regnamespace, 'audit'::regnamespace)
          AND c.relkind IN ('r', 'v', 'm', 'f', 'p')
          AND has_any_column_privilege('vestnik_auditor', c.oid, 'SELECT, INSERT, UPDATE')";
    assert_eq!(names(&database, columns).await.len(), held.len());
}

#[tokio::test]
async fn auditor_queries_find_no_erased_text() {
    let (database, pair) = TestDatabase::with_pair().await;
    let store = Store::of(&database);
    store
        .send_message(pair.chat_id, &pair.student, SECRET)
        .await;
    store
        .send_message(pair.chat_id, &pair.teacher, "kept")
        .await;
    erase(&database, &pair.student).await;
    let client = database.client().await;
    let login = "SET ROLE vestnik_auditor";
    client.batch_execute(login).await.expect("the role exists");
    let found = "SELECT count(*) FROM events AS e
                 LEFT JOIN messages AS m ON m.id = e.position
                 JOIN chats AS c ON c.id = e.chat_id
                 JOIN all_participants AS p ON p.chat_id = c.id
                 WHERE e::text || coalesce(m::text, '') || c::text || p::text LIKE $1";
    for (text, is_there) in [(SECRET, false), ("kept", true)] {
        let row = client.query_one(found, &[&format!("%{text}%")]).await;
        let rows: i64 = row.expect("the auditor can query").get(0);
        assert_eq!(rows > 0, is_there, "{text}");
    }
}

/// A role that can execute a SECURITY DEFINER trigger function could attach it to its own table
/// and have it process forged rows with the owner's rights.
#[tokio::test]
async fn trigger_functions_cannot_be_attached_to_user_tables() {
    let database = TestDatabase::new().await;
    generate_activity(&database).await;
    let client = database.client().await;
    let functions = "SELECT p.oid::regprocedure::text
                  FROM pg_proc AS p
                  WHERE p.prosecdef AND p.prorettype = 'trigger'::regtype";
    let functions = names(&database, functions).await;
    assert!(functions.len() > 10, "{functions:?}");
    for role in ["vestnik_auditor", "vestnik_server"] {
        for function in &functions {
            let attach = format!(
                "BEGIN; SET LOCAL ROLE {role};
                 CREATE TEMP TABLE own (id bigint);
                 CREATE TRIGGER own BEFORE INSERT ON own FOR EACH ROW EXECUTE FUNCTION {function}"
            );
            let error = client.batch_execute(&attach).await;
            client.batch_execute("ROLLBACK").await.unwrap();
            let error = error.expect_err("the statement is refused");
            assert_eq!(
                error.code(),
                Some(&SqlState::INSUFFICIENT_PRIVILEGE),
                "{role}: {function}: {error:?}"
            );
        }
    }
}

#[tokio::test]
async fn auditor_can_call_every_audit_function() {
    let database = TestDatabase::new().await;
    let pairs = generate_activity(&database).await;
    let chat_id = pairs[0].chat_id;
    let client = database.client().await;
    client
        .batch_execute("SET ROLE vestnik_auditor")
        .await
        .unwrap();
    for (sql, rows) in [
        (format!("SELECT * FROM audit.timeline({chat_id})"), 14),
        (
            format!("SELECT * FROM audit.chat_as_of({chat_id}, now())"),
            4,
        ),
        ("SELECT * FROM audit.describe_events(1, 5)".to_owned(), 5),
        (
            format!("SELECT * FROM audit.user_activity({})", pairs[0].student.id),
            6,
        ),
        ("SELECT * FROM audit.key_activity('none')".to_owned(), 0),
        ("SELECT * FROM audit.message_readers(2)".to_owned(), 3),
        ("SELECT * FROM audit.verify()".to_owned(), 0),
        ("SELECT * FROM audit.verify_hashes()".to_owned(), 0),
        ("SELECT * FROM audit.exported_seals()".to_owned(), 0),
    ] {
        let found = client.query(&sql, &[]).await;
        let found = found.unwrap_or_else(|error| panic!("{sql}: {error:?}"));
        assert_eq!(found.len(), rows, "{sql}");
    }
}

#[tokio::test]
async fn auditor_is_denied_every_other_statement() {
    let database = TestDatabase::new().await;
    generate_activity(&database).await;
    let client = database.client().await;
    client
        .batch_execute("SET ROLE vestnik_auditor")
        .await
        .unwrap();
    for sql in [
        "SELECT * FROM users",
        "SELECT * FROM credentials",
        "SELECT * FROM refresh_tokens",
        "SELECT * FROM logins",
        "SELECT * FROM account_links",
        "SELECT * FROM server_keys",
        "SELECT * FROM reports",
        "UPDATE messages SET content = ''",
        "DELETE FROM chats",
        "INSERT INTO events (chat_id, kind, payload) VALUES (1, 'message_sent', '{\"content\": \"\"}')",
        "CALL audit.rebuild()",
        "SELECT * FROM audit.seals",
        "SELECT * FROM audit.author_keys",
        "SELECT audit.seal_log()",
        "SELECT audit_replay.begin()",
        "SELECT audit_replay.repair()",
        "SELECT project(1, 2, '{message_sent}')",
        "SELECT lock_head()",
        "SELECT * FROM append_batch('{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', NULL, NULL, false, true)",
    ] {
        let code = refused(&client, sql).await;
        assert_eq!(code, SqlState::INSUFFICIENT_PRIVILEGE, "{sql}");
    }
}

/// Any role can create temporary tables, and name lookup finds them first: a SECURITY DEFINER
/// routine must not use them.
#[tokio::test]
async fn auditor_temporary_tables_do_not_escalate_privileges() {
    let database = TestDatabase::new().await;
    generate_activity(&database).await;
    let client = database.client().await;
    client
        .batch_execute(
            "SET ROLE vestnik_auditor;
             CREATE TEMPORARY TABLE witness (who text);
             CREATE FUNCTION pg_temp.act() RETURNS trigger LANGUAGE plpgsql AS
                 $$ BEGIN INSERT INTO pg_temp.witness VALUES (current_user); RETURN NEW; END $$;
             CREATE TEMPORARY TABLE derived_head (position bigint);
             CREATE TEMPORARY TABLE events (position bigint);
             CREATE TRIGGER act AFTER INSERT OR UPDATE ON derived_head
                 FOR EACH ROW EXECUTE FUNCTION pg_temp.act()",
        )
        .await
        .unwrap();
    let found = client.query("SELECT * FROM audit.verify()", &[]).await;
    assert!(found.is_ok_and(|rows| rows.is_empty()));
    let acted = client.query("SELECT who FROM pg_temp.witness", &[]).await;
    assert!(
        acted.unwrap().is_empty(),
        "the owner ran a trigger of the auditor"
    );
}

#[tokio::test]
async fn server_role_can_only_seal_check_and_describe_in_the_audit_schema() {
    let database = TestDatabase::new().await;
    let held = names(&database, &callable("vestnik_server")).await;
    let held: Vec<_> = held
        .iter()
        .filter(|name| name.starts_with("audit"))
        .collect();
    let expected = [
        "audit.continue_proof(integer)",
        "audit.describe_event(events)",
        "audit.display_name(bigint,text)",
        "audit.message_files(events)",
        "audit.newest_seal()",
        "audit.person_at(bigint,bigint)",
        "audit.proof()",
        "audit.record_access(text,bigint,text,text,bigint,bigint,bigint,boolean,text,text,text,boolean)",
        "audit.request_proof(bigint)",
        "audit.seal_age()",
        "audit.seal_log(integer)",
        "audit.text_state(events)",
        "audit.witness_age(text[])",
    ];
    assert_eq!(held, expected);
    // An export from the desk names people as an export by an administrator does.
    let readable = ["audit.imported_people", "audit.origin"];
    assert_eq!(audit_tables(&database, "SELECT").await, readable);
    let changeable = audit_tables(&database, "UPDATE, DELETE, TRUNCATE").await;
    assert_eq!(changeable, Vec::<String>::new());
    // It records there what keys do and what authorities have signed, which nobody can change.
    assert_eq!(
        audit_tables(&database, "INSERT").await,
        ["audit.key_actions", "audit.seal_time_stamps"]
    );
}

/// Tables of the auditor's schema on which the server holds one of `privileges`.
async fn audit_tables(database: &TestDatabase, privileges: &str) -> Vec<String> {
    let query = format!(
        "SELECT c.oid::regclass::text
         FROM pg_class AS c
         WHERE c.relnamespace = 'audit'::regnamespace
           AND c.relkind = 'r'
           AND has_table_privilege('vestnik_server', c.oid, '{privileges}')
         ORDER BY 1"
    );
    names(database, &query).await
}

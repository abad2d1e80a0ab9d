//! Migrations.

use futures::future::join_all;
use vestnik::db::schema::{self, SchemaError};

use crate::support::{TestDatabase, realm_files};

/// Changes when any object is created or replaced.
const FINGERPRINT: &str = "
    SELECT md5(
        (SELECT string_agg(p.oid || ':' || p.xmin, ',' ORDER BY p.oid) FROM pg_proc AS p)
        || (SELECT string_agg(c.oid || ':' || c.relname, ',' ORDER BY c.oid) FROM pg_class AS c
            WHERE c.relkind IN ('r', 'i', 'S'))
        || (SELECT string_agg(t.oid || ':' || t.xmin, ',' ORDER BY t.oid) FROM pg_trigger AS t)
        || (SELECT s.digest || s.applied_at FROM schema_state AS s)
    )";

async fn fingerprint(database: &TestDatabase) -> String {
    let client = database.client().await;
    client.query_one(FINGERPRINT, &[]).await.unwrap().get(0)
}

#[tokio::test]
async fn concurrent_migrations_of_an_empty_database_succeed() {
    let database = TestDatabase::without_schema().await;
    let connector = database.connector();
    for outcome in
        join_all((0..5).map(|_| schema::migrate(&connector, realm_files::policies()))).await
    {
        outcome.unwrap();
    }
    assert!(
        schema::is_current(&database.pool(), realm_files::policies())
            .await
            .unwrap()
    );
    database.pair().await;
}

#[tokio::test]
async fn databases_of_one_cluster_can_be_migrated_concurrently() {
    let databases = join_all((0..4).map(|_| TestDatabase::without_schema())).await;
    let connectors: Vec<_> = databases.iter().map(TestDatabase::connector).collect();
    for outcome in join_all(
        connectors
            .iter()
            .map(|connector| schema::migrate(connector, realm_files::policies())),
    )
    .await
    {
        outcome.unwrap();
    }
}

#[tokio::test]
async fn repeated_migration_changes_nothing() {
    let database = TestDatabase::without_schema().await;
    database.migrate().await;
    let before = fingerprint(&database).await;
    database.migrate().await;
    assert_eq!(fingerprint(&database).await, before);
}

#[tokio::test]
async fn empty_database_is_not_current() {
    // Roles belong to the cluster: one of its databases has been migrated.
    TestDatabase::new().await;
    let bare = TestDatabase::without_schema().await;
    assert!(
        !schema::is_current(&bare.pool(), realm_files::policies())
            .await
            .unwrap()
    );
}

#[tokio::test]
async fn migration_records_the_schema_digest() {
    let database = TestDatabase::new().await;
    let client = database.client().await;
    let recorded = client.query_one("SELECT digest FROM schema_state", &[]);
    assert_eq!(
        recorded.await.unwrap().get::<_, &str>(0),
        schema::digest(realm_files::policies())
    );
}

#[tokio::test]
async fn migration_replaces_routines_of_another_build() {
    let database = TestDatabase::new().await;
    database
        .execute(
            "UPDATE schema_state SET digest = 'another build';
             CREATE OR REPLACE FUNCTION take_head() RETURNS bigint LANGUAGE sql AS 'SELECT 0'",
        )
        .await;
    database.migrate().await;
    assert!(
        schema::is_current(&database.pool(), realm_files::policies())
            .await
            .unwrap()
    );
    database.pair().await;
    let positions = "SELECT max(position) FROM events";
    assert_eq!(database.number(positions).await, 1);
}

#[tokio::test]
async fn unsupported_postgres_is_refused_before_any_change() {
    let database = TestDatabase::without_schema().await;
    // No other version is installed, so this database reports a fake one.
    let fake_version = format!(
        "CREATE FUNCTION public.current_setting(text) RETURNS text LANGUAGE sql AS
             $$ SELECT CASE $1 WHEN 'server_version_num' THEN '140011' ELSE '14.11' END $$;
         ALTER DATABASE {} SET search_path = public, pg_catalog",
        database.name()
    );
    database.execute(&fake_version).await;
    let refused = schema::migrate(&database.connector(), realm_files::policies()).await;
    assert!(
        matches!(&refused, Err(SchemaError::UnsupportedVersion(version)) if version == "14.11"),
        "{refused:?}"
    );
    let tables = "SELECT count(*) FROM pg_catalog.pg_tables WHERE schemaname = 'public'";
    assert_eq!(database.number(tables).await, 0);
}

#[tokio::test]
async fn owner_without_superuser_can_migrate_and_serve() {
    let database = TestDatabase::without_schema().await;
    let (name, owner) = (database.name(), format!("owner_{}", database.name()));
    database
        .execute(&format!(
            "CREATE ROLE {owner} LOGIN CREATEROLE;
             ALTER DATABASE {name} OWNER TO {owner}"
        ))
        .await;
    let url = database.url.replace("postgres@", &format!("{owner}@"));
    let connector = vestnik::db::Connector::new(&url).unwrap();
    schema::migrate(&connector, realm_files::policies())
        .await
        .unwrap();
    connector.open("test").await.unwrap();
}

/// A setting such as `enable_nestloop = off` adds a penalty to a plan's estimated cost, which then exceeds
/// `jit_above_cost`: Postgres compiles the statement, which takes fifty times as long as running it. The server's
/// sessions have JIT off; sessions of other programs that write `users` or `lessons` may not.
#[tokio::test]
async fn routines_that_disable_kinds_of_plans_have_jit_off() {
    let database = TestDatabase::new().await;
    let sql = "SELECT string_agg(p.proname, ', ' ORDER BY p.proname)
               FROM pg_proc AS p
               WHERE p.pronamespace IN ('public'::regnamespace, 'audit'::regnamespace,
                                        'audit_replay'::regnamespace)
                 AND p.proconfig::text ~ 'enable_'
                 AND NOT p.proconfig @> '{jit=off}'";
    let client = database.client().await;
    let compiled: Option<String> = client.query_one(sql, &[]).await.unwrap().get(0);
    assert_eq!(compiled, None);
}

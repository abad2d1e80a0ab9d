//! A real pgbouncer in transaction mode, in front of a database.
//!
//! It holds a pipe of the test process and stops when that ends.

use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};

use super::TestDatabase;
use super::cluster::{account, as_account, temporary_directory};
use super::wait::eventually;

/// Stops pgbouncer when standard input ends.
const GUARD: &str = r#"
    PATH="$PATH:/usr/sbin" pgbouncer "$1/pgbouncer.ini" >>"$1/log" 2>&1 </dev/null &
    pgbouncer=$!
    trap '' TERM INT
    cat >/dev/null
    kill -KILL "$pgbouncer"
    wait "$pgbouncer" 2>/dev/null
    rm -rf "$1"
"#;

pub struct Pgbouncer {
    directory: PathBuf,
    name: String,
    guard: Child,
}

impl Pgbouncer {
    /// Starts pgbouncer in front of a database; `postgres` is the directory of Postgres's socket, and
    /// clients log in as `user`.
    pub async fn in_front_of(postgres: &Path, database: &TestDatabase, user: &str) -> Self {
        let directory = temporary_directory();
        if let Some((uid, gid)) = account() {
            std::os::unix::fs::chown(&directory, Some(uid), Some(gid)).expect("it is ours");
        }
        let (here, there) = (directory.display(), postgres.display());
        let name = database.name();
        // Fewer sessions than a replica has connections, so that connections change sessions.
        let settings = format!(
            "[databases]\n\
             {name} = host={there} dbname={name}\n\
             [pgbouncer]\n\
             pool_mode = transaction\n\
             default_pool_size = 4\n\
             max_client_conn = 500\n\
             listen_addr =\n\
             unix_socket_dir = {here}\n\
             listen_port = 5432\n\
             auth_type = trust\n\
             auth_file = {here}/users\n"
        );
        let write = |file: &str, text: &str| {
            std::fs::write(directory.join(file), text).expect("the directory is ours");
        };
        write("pgbouncer.ini", &settings);
        write("users", &format!("\"{user}\" \"\"\n"));
        let guard = as_account(Path::new("/bin/sh"), account())
            .args(["-c", GUARD, "guard"])
            .arg(&directory)
            .stdin(Stdio::piped())
            .spawn()
            .expect("sh can be run");
        let pooler = Self {
            directory,
            name: name.to_owned(),
            guard,
        };
        let url = pooler.url(user);
        eventually("pgbouncer to answer", async || {
            let (client, connection) = tokio_postgres::connect(&url, tokio_postgres::NoTls)
                .await
                .ok()?;
            tokio::spawn(connection);
            client.simple_query("SELECT 1").await.ok()
        })
        .await;
        pooler
    }

    /// A URL of the database through the pooler.
    pub fn url(&self, user: &str) -> String {
        let host = self.directory.display().to_string().replace('/', "%2F");
        format!("postgresql://{user}@{host}/{}", self.name)
    }
}

impl Drop for Pgbouncer {
    fn drop(&mut self) {
        drop(self.guard.stdin.take());
        let _ = self.guard.wait();
    }
}

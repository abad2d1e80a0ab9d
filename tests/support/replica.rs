//! Servers of the application that run inside the test process.
//!
//! They share one runtime besides those of the tests, so a test that blocks its thread does not stop
//! its server. Tests of logs, memory, metrics and signals use [`super::ReplicaProcess`].

use std::collections::BTreeMap;
use std::ops::Deref;
use std::path::PathBuf;
use std::sync::LazyLock;

use clap::{CommandFactory as _, FromArgMatches as _, Parser};
use tokio::runtime::{Builder, Runtime};
use vestnik::app::App;
use vestnik::config::{Config, DatabaseArgs, ServeArgs};

use super::wait::within;
use super::{Endpoint, JWT_SECRET, TestDatabase, realm_files};

/// A running server, shut down when dropped.
pub struct Replica {
    endpoint: Endpoint,
    /// `None` after the shutdown.
    app: Option<App>,
}

/// The command line of `vestnik serve`.
#[derive(Parser)]
#[command(no_binary_name = true)]
struct Arguments {
    #[command(flatten)]
    database: DatabaseArgs,
    #[command(flatten)]
    serve: ServeArgs,
}

static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| {
    Builder::new_multi_thread()
        .worker_threads(2)
        .thread_name("replicas")
        // Unoptimised futures are large.
        .thread_stack_size(8 * 1024 * 1024)
        .enable_all()
        .build()
        .expect("a runtime can be built")
});

/// Starts `N` replicas on one database.
pub async fn spawn_replicas<const N: usize>(database: &TestDatabase) -> [Replica; N] {
    spawn_replicas_with(database, &[]).await
}

/// Starts `N` replicas with the given settings on one database.
pub async fn spawn_replicas_with<const N: usize>(
    database: &TestDatabase,
    settings: &[(&str, &str)],
) -> [Replica; N] {
    let mut replicas = Vec::new();
    for _ in 0..N {
        replicas.push(Replica::spawn_with(database, settings).await);
    }
    replicas
        .try_into()
        .unwrap_or_else(|_| unreachable!("exactly N were pushed"))
}

impl Replica {
    /// Starts a server with the settings that all tests share.
    pub async fn spawn(database: &TestDatabase) -> Self {
        Self::spawn_with(database, &[]).await
    }

    /// Starts a server with the given settings, by the names of their environment variables.
    /// The last of several settings with one name counts; "" counts as absent.
    pub async fn spawn_with(database: &TestDatabase, settings: &[(&str, &str)]) -> Self {
        let config = config(database, settings);
        let starting = RUNTIME.spawn(App::start(config));
        let started = within("the server to start", starting).await;
        let app = started.expect("the server does not panic");
        let app = app.unwrap_or_else(|error| panic!("the server did not start: {error}"));
        Self {
            endpoint: Endpoint::new(format!("http://{}", app.address)),
            app: Some(app),
        }
    }

    /// Shuts the server down as SIGTERM does.
    pub async fn shut_down(mut self) {
        let app = self.app.take().expect("the server runs");
        let ending = RUNTIME.spawn(app.shut_down());
        within("the server to shut down", ending)
            .await
            .expect("the server does not panic");
    }
}

impl Deref for Replica {
    type Target = Endpoint;

    fn deref(&self) -> &Endpoint {
        &self.endpoint
    }
}

impl Drop for Replica {
    fn drop(&mut self) {
        if let Some(app) = self.app.take() {
            RUNTIME.spawn(app.shut_down());
        }
    }
}

/// The settings of every server in tests; a test can override them.
pub(super) fn defaults() -> [(&'static str, String); 5] {
    let attachments = build_directory().join("test-attachments");
    [
        ("LISTEN_ADDR", "127.0.0.1:0".to_owned()),
        // Tests send faster than users; tests of the limits set them.
        ("SEND_LIMIT", "off".to_owned()),
        ("CHAT_LIMIT", "off".to_owned()),
        ("REALMS_DIR", realm_files::DIRECTORY.to_owned()),
        ("STORAGE_URL", format!("file://{}", attachments.display())),
    ]
}

/// Cargo's directory of the server; tests and benchmarks are in its `deps`.
pub(super) fn build_directory() -> PathBuf {
    let test = std::env::current_exe().expect("the path of the test is known");
    let directory = test.ancestors().nth(2).expect("Cargo's layout");
    directory.to_owned()
}

fn config(database: &TestDatabase, settings: &[(&str, &str)]) -> Config {
    let (mut jwt_secret, mut webhook_secret, mut smtp_url) = (Some(JWT_SECRET), None, None);
    let mut seal_witness_secret = None;
    let defaults = defaults();
    let defaults = defaults.iter().map(|(name, value)| (*name, value.as_str()));
    let defaults = defaults.chain([("DATABASE_URL", &*database.url)]);
    let settings: BTreeMap<_, _> = defaults.chain(settings.iter().copied()).collect();
    let mut flags = Vec::new();
    for (name, value) in settings {
        match name {
            "JWT_SECRET" => jwt_secret = Some(value),
            "WEBHOOK_SECRET" => webhook_secret = Some(value),
            "SEAL_WITNESS_SECRET" => seal_witness_secret = Some(value),
            "SMTP_URL" => smtp_url = Some(value),
            _ if value.is_empty() => {}
            name => flags.push(format!(
                "--{}={value}",
                name.to_lowercase().replace('_', "-")
            )),
        }
    }
    let given = |secret: Option<&str>| secret.filter(|text| !text.is_empty()).map(str::to_owned);
    let matches = Arguments::command()
        // Tests ignore the developer's environment.
        .mut_args(|argument| argument.env(None::<&str>))
        .try_get_matches_from(flags);
    let matches = matches.unwrap_or_else(|error| panic!("{error}"));
    let mut arguments = Arguments::from_arg_matches(&matches).expect("clap has checked them");
    arguments.serve.tokens.jwt_secret = given(jwt_secret);
    arguments.serve.webhook_secret = given(webhook_secret);
    arguments.serve.seal_witness_secret = given(seal_witness_secret);
    arguments.serve.smtp_url = given(smtp_url);
    Config::new(&arguments.database, &arguments.serve)
        .unwrap_or_else(|error| panic!("the settings cannot be used: {error}"))
}

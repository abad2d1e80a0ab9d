//! The command line.

mod commands;

use std::io::Write as _;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use tikv_jemallocator::Jemalloc;
use vestnik::config::DatabaseArgs;
use vestnik::telemetry::Telemetry;

use commands::{
    adopt, check, demo, erase_user, export, hold, import, key, migrate, openapi, outbox, rebuild,
    replay, serve, token, user, verify, verify_proof,
};

/// glibc's allocator takes a fourth more of the server's processor time for each message, and keeps
/// what it has freed.
#[global_allocator]
static ALLOCATOR: Jemalloc = Jemalloc;

/// Freed memory returns to the system within a second, buffers of 128 KiB and more at once, and
/// threads keep no freed buffers above 4 KiB to themselves: transfers of files use such buffers.
#[expect(unsafe_code, reason = "jemalloc finds its settings by this symbol")]
#[unsafe(export_name = "_rjem_malloc_conf")]
#[used]
static ALLOCATOR_SETTINGS: &[u8; 113] =
    b"background_thread:true,narenas:2,dirty_decay_ms:1000,muzzy_decay_ms:0,oversize_threshold:131072,lg_tcache_max:12\0";

/// A self-hosted chat backend that needs Postgres and nothing else.
///
/// Without a subcommand it serves. Without DATABASE_URL it runs a private Postgres in
/// DATA_DIR, so that `vestnik` alone is a working chat server.
///
/// Every setting is a flag and an environment variable of the same name. Secrets are read
/// from the environment only: JWT_SECRET signs tokens (HS256). RUST_LOG
/// sets the log filter (default: info).
#[derive(Parser)]
#[command(version, args_conflicts_with_subcommands = true)]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    serve: serve::Args,
    #[command(flatten)]
    database: DatabaseArgs,
}

#[derive(Subcommand)]
enum Command {
    /// Serve (the default)
    Serve(Box<serve::Args>),
    /// Migrate the database's schema, and mirror the realms' policies in it
    Migrate(migrate::Args),
    /// Check the settings and the files of realms, without a database
    Check(Box<check::Args>),
    /// Manage users who sign in with e-mail and password
    User(user::Args),
    /// Manage the keys of programs
    Key(key::Args),
    /// Print an access token for a user
    Token(Box<token::Args>),
    /// Verify that the read model matches the log, and that the log is unaltered
    Verify(verify::Args),
    /// Check the proof of a chat against kept seals, without a database
    VerifyProof(verify_proof::Args),
    /// Repair the read model from the log, while replicas keep serving
    Rebuild,
    /// Load a copy of the log into an empty database, and derive everything else from it
    Replay(replay::Args),
    /// Export a chat, all chats, or the seals of the log
    Export(export::Args),
    /// Import chats that were exported as JSON lines
    Import(import::Args),
    /// Bring the people, chats and messages of another application from its database
    Adopt(adopt::Args),
    /// Permanently erase a user and the texts they wrote
    EraseUser(erase_user::Args),
    /// Keep users from being erased, such as while a court asks for what they wrote
    Hold(hold::Args),
    /// List and retry abandoned notifications
    Outbox(outbox::Args),
    /// Fill the database with a demo school
    Demo,
    /// Print the OpenAPI document of the applications
    Openapi(openapi::Args),
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    match start(cli) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // A closed pipe is no error.
            let _ = writeln!(std::io::stderr(), "vestnik: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn start(cli: Cli) -> anyhow::Result<()> {
    // The document depends on no setting.
    let is_logging = !matches!(cli.command, Some(Command::Openapi(_)));
    // Dropped last, which writes the last log lines.
    let _telemetry = is_logging.then(|| telemetry(&cli.database)).transpose()?;
    tokio::runtime::Runtime::new()?.block_on(run(cli))
}

async fn run(cli: Cli) -> anyhow::Result<()> {
    let database = &cli.database;
    match cli.command {
        None => serve::run(database, &cli.serve).await,
        Some(Command::Serve(args)) => serve::run(database, &args).await,
        Some(Command::Migrate(args)) => migrate::run(database, &args).await,
        Some(Command::Check(args)) => check::run(database, &args),
        Some(Command::User(args)) => user::run(database, &args).await,
        Some(Command::Key(args)) => key::run(database, &args).await,
        Some(Command::Token(args)) => token::run(database, &args).await,
        Some(Command::Verify(args)) => verify::run(database, &args).await,
        Some(Command::VerifyProof(args)) => verify_proof::run(&args),
        Some(Command::Rebuild) => rebuild::run(database).await,
        Some(Command::Replay(args)) => replay::run(database, &args).await,
        Some(Command::Export(args)) => export::run(database, &args).await,
        Some(Command::Import(args)) => import::run(database, &args).await,
        Some(Command::Adopt(args)) => adopt::run(database, &args).await,
        Some(Command::EraseUser(args)) => erase_user::run(database, &args).await,
        Some(Command::Hold(args)) => hold::run(database, &args).await,
        Some(Command::Outbox(args)) => outbox::run(database, &args).await,
        Some(Command::Demo) => demo::run(database).await,
        Some(Command::Openapi(args)) => openapi::run(&args),
    }
}

fn telemetry(database: &DatabaseArgs) -> anyhow::Result<Telemetry> {
    let (filter, format) = (DatabaseArgs::log_filter()?, database.log_format.get()?);
    Ok(Telemetry::start(filter, format)?)
}

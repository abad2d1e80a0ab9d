//! `vestnik outbox …`.

use std::collections::BTreeSet;

use anyhow::bail;
use uuid::Uuid;
use vestnik::app::OpenDatabase;
use vestnik::config::DatabaseArgs;
use vestnik::outbox::{DeadLetter, DeadLetters};

use super::print_line;

/// Subcommands of `outbox`, on webhooks that failed for a day.
#[derive(clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(clap::Subcommand)]
enum Command {
    /// Show the newest ones
    List {
        /// Maximum number of rows
        #[arg(long, default_value_t = 100, value_parser = clap::value_parser!(u32).range(1..))]
        limit: u32,
    },
    /// Send them again
    Retry {
        /// Ids of the webhooks
        #[arg(value_name = "ID", required_unless_present = "all")]
        ids: Vec<Uuid>,
        /// All of them
        #[arg(long, conflicts_with = "ids")]
        all: bool,
    },
}

/// Lists or retries webhooks that failed for a day.
pub async fn run(args: &DatabaseArgs, outbox: &Args) -> anyhow::Result<()> {
    let database = OpenDatabase::attach(&args.database()?, &args.data_dir).await?;
    let outcome = execute(&database, &outbox.command).await;
    database.close().await;
    outcome
}

async fn execute(database: &OpenDatabase, command: &Command) -> anyhow::Result<()> {
    let letters = DeadLetters::open(&database.owner).await?;
    match command {
        Command::List { limit } => list(&letters, *limit).await,
        Command::Retry { all: true, .. } => retry(&letters, None).await,
        Command::Retry { ids, .. } => {
            let ids: BTreeSet<_> = ids.iter().copied().collect();
            retry(&letters, Some(&Vec::from_iter(ids))).await
        }
    }
}

async fn list(letters: &DeadLetters, limit: u32) -> anyhow::Result<()> {
    let letters = letters.list(i64::from(limit)).await?;
    if letters.is_empty() {
        print_line("there are no dead letters");
        return Ok(());
    }
    for letter in letters {
        print_line(format_args!(
            "{}  {}  {}  {} attempts  {}",
            letter.abandoned_at,
            letter.id,
            about(&letter),
            letter.attempts,
            letter.last_error
        ));
    }
    Ok(())
}

/// For whom a dead letter was, and what it is about.
fn about(letter: &DeadLetter) -> String {
    let position = letter.position;
    match letter.channel.split_once(':') {
        Some((_, endpoint)) => format!("endpoint {endpoint}  event {position}"),
        None => format!("user {}  message {position}", letter.receiver),
    }
}

async fn retry(letters: &DeadLetters, ids: Option<&[Uuid]>) -> anyhow::Result<()> {
    let sent = letters.retry(ids).await?;
    if let Some(ids) = ids.filter(|ids| usize::try_from(sent).ok() != Some(ids.len())) {
        bail!(
            "{sent} of {} will be sent again: the others are not dead letters",
            ids.len()
        );
    }
    print_line(format_args!("{sent} webhooks will be sent again"));
    Ok(())
}

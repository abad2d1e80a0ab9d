//! `vestnik hold …`.

use anyhow::Context as _;
use vestnik::app::OpenDatabase;
use vestnik::audit::{Held, HoldList};
use vestnik::config::DatabaseArgs;

use super::print_line;

/// The most characters of a reason.
const MAX_REASON: usize = 500;

/// Subcommands of `hold`.
#[derive(clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(clap::Subcommand)]
enum Command {
    /// Place a hold: nobody whom it covers can be erased until it is released
    Add {
        #[command(flatten)]
        held: Covered,
        /// Why, such as the letter of a court: 1 to 500 characters, which are kept
        #[arg(long, value_name = "TEXT", value_parser = reason)]
        reason: String,
    },
    /// Show all holds, released ones too
    List,
    /// Release a hold
    Release {
        /// Its number
        id: i64,
        /// Why, such as that the proceedings have ended
        #[arg(long, value_name = "TEXT", value_parser = reason)]
        reason: String,
    },
}

#[derive(clap::Args)]
#[group(required = true, multiple = false)]
struct Covered {
    /// Everybody who is or was in this chat, or wrote in it
    #[arg(long, value_name = "ID")]
    chat: Option<i64>,
    /// One user
    #[arg(long, value_name = "ID")]
    user: Option<i64>,
}

/// Runs the subcommand.
pub async fn run(args: &DatabaseArgs, hold: &Args) -> anyhow::Result<()> {
    let database = OpenDatabase::attach(&args.database()?, &args.data_dir).await?;
    let outcome = execute(&database, &hold.command).await;
    database.close().await;
    outcome
}

async fn execute(database: &OpenDatabase, command: &Command) -> anyhow::Result<()> {
    let holds = HoldList::open(&database.owner).await?;
    match command {
        Command::Add { held, reason } => {
            let held = held.chat.map(Held::Chat).or(held.user.map(Held::User));
            let held = held.context("--chat or --user is missing")?;
            let id = holds.place(held, reason).await?;
            print_line(format_args!("hold {id} covers {held}"));
        }
        Command::List => holds.all().await?.iter().for_each(print_line),
        Command::Release { id, reason } => {
            holds.release(*id, reason).await?;
            print_line(format_args!("hold {id} is released"));
        }
    }
    Ok(())
}

fn reason(text: &str) -> Result<String, String> {
    let text = text.trim();
    if text.is_empty() || text.chars().count() > MAX_REASON {
        return Err(format!("a reason has 1 to {MAX_REASON} characters"));
    }
    Ok(text.to_owned())
}

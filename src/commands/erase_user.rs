//! `vestnik erase-user`.

use std::io::{self, IsTerminal as _, Write as _};

use anyhow::{Context as _, bail};
use vestnik::app::OpenDatabase;
use vestnik::audit::{Candidate, Erasure};
use vestnik::config::DatabaseArgs;

use super::print_line;

/// Arguments of `erase-user`.
#[derive(clap::Args)]
pub struct Args {
    /// The user's id
    #[arg(value_name = "ID")]
    id: i64,
    /// Do not ask for confirmation
    #[arg(long)]
    yes: bool,
}

/// Asks for confirmation, and erases the user.
pub async fn run(args: &DatabaseArgs, erase: &Args) -> anyhow::Result<()> {
    let database = OpenDatabase::attach(&args.database()?, &args.data_dir).await?;
    let outcome = erase_user(&database, erase).await;
    database.close().await;
    outcome
}

async fn erase_user(database: &OpenDatabase, erase: &Args) -> anyhow::Result<()> {
    let erasure = Erasure::of(&database.owner, erase.id).await?;
    let candidate = erasure.candidate().await?;
    let candidate = candidate.with_context(|| format!("there is no user {}", erase.id))?;
    if !erase.yes {
        confirm(erase.id, &candidate)?;
    }
    erasure.run().await?;
    let texts = candidate.texts;
    print_line(format_args!(
        "user {} is erased: {texts} texts are permanently removed",
        erase.id
    ));
    print_line(
        "Older copies (backups, archived WAL, exports) still contain them. Dead rows remain in the \
         files of this database until `VACUUM FULL events, messages` or pg_repack.",
    );
    Ok(())
}

fn confirm(id: i64, candidate: &Candidate) -> anyhow::Result<()> {
    if !io::stdin().is_terminal() {
        bail!("standard input is not a terminal: confirm with --yes");
    }
    let name = candidate.name.as_deref().unwrap_or("a deleted user");
    let started = if candidate.is_under_way {
        ", already started"
    } else {
        ""
    };
    eprint!(
        "Permanently erase {name} ({id}) and {} texts{started}? Type {id} to confirm: ",
        candidate.texts
    );
    io::stderr().flush()?;
    let mut answer = String::new();
    io::stdin().read_line(&mut answer)?;
    if answer.trim() != id.to_string() {
        bail!("nothing was erased");
    }
    Ok(())
}

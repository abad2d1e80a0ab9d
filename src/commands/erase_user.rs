//! `vestnik erase-user`.

use std::io::{self, IsTerminal as _, Write as _};

use anyhow::{Context as _, bail, ensure};
use vestnik::app::OpenDatabase;
use vestnik::audit::{Candidate, Erasure};
use vestnik::config::DatabaseArgs;

use super::print_line;

/// Arguments of `erase-user`.
#[derive(clap::Args)]
pub struct Args {
    /// The user's id
    #[arg(value_name = "ID", required_unless_present = "requested")]
    id: Option<i64>,
    /// Erase all users whose erasure admins asked for
    #[arg(long, conflicts_with = "id")]
    requested: bool,
    /// Why the user is erased, which the log keeps: do not name the user here [default: asks for it, or with
    /// --yes "not stated"]
    #[arg(long, value_name = "TEXT", conflicts_with = "requested")]
    reason: Option<String>,
    /// Do not ask for confirmation
    #[arg(long)]
    yes: bool,
}

/// Asks for confirmation, and erases the user.
pub async fn run(args: &DatabaseArgs, erase: &Args) -> anyhow::Result<()> {
    let database = OpenDatabase::attach(&args.database()?, &args.data_dir).await?;
    let outcome = match erase.id {
        Some(id) => erase_user(&database, id, Why::Stated(erase.reason.clone()), erase.yes).await,
        None => erase_requested(&database, erase.yes).await,
    };
    database.close().await;
    outcome
}

/// Erases the users whose erasure admins asked for, also after one of the erasures failed.
async fn erase_requested(database: &OpenDatabase, is_confirmed: bool) -> anyhow::Result<()> {
    let requests = Erasure::requested(&database.owner).await?;
    if requests.is_empty() {
        print_line("no erasure is requested");
    }
    let (count, mut failed) = (requests.len(), 0);
    for request in requests {
        print_line(format_args!(
            "user {}: requested by user {} at {}",
            request.user_id, request.requested_by, request.requested_at
        ));
        let erasing = erase_user(database, request.user_id, Why::Requested, is_confirmed);
        if let Err(error) = erasing.await {
            print_line(format_args!("user {}: {error:#}", request.user_id));
            failed += 1;
        }
    }
    ensure!(failed == 0, "{failed} of {count} erasures failed");
    Ok(())
}

/// Why a user is erased.
enum Why {
    /// The operator's reason, if they stated one.
    Stated(Option<String>),
    /// An admin asked for it.
    Requested,
}

async fn erase_user(
    database: &OpenDatabase,
    id: i64,
    why: Why,
    is_confirmed: bool,
) -> anyhow::Result<()> {
    let erasure = Erasure::of(&database.owner, id).await?;
    let candidate = erasure.candidate().await?;
    let candidate = candidate.with_context(|| format!("there is no user {id}"))?;
    if !is_confirmed {
        confirm(id, &candidate)?;
    }
    let reason = match why {
        Why::Stated(None) if !is_confirmed => Some(ask_reason()?),
        Why::Stated(reason) => Some(reason.unwrap_or_else(|| "not stated".to_owned())),
        Why::Requested => None,
    };
    if let Some(reason) = reason {
        erasure.run(&reason).await?;
    } else if !erasure.run_if_requested().await? {
        print_line(format_args!(
            "user {id} is not erased: the request was withdrawn"
        ));
        return Ok(());
    }
    let texts = candidate.texts;
    print_line(format_args!(
        "user {id} is erased: {texts} texts are permanently removed"
    ));
    print_line(
        "Older copies (backups, archived WAL, exports) still contain them. Dead rows remain in the \
         files of this database until `VACUUM FULL events, messages` or pg_repack.",
    );
    Ok(())
}

/// Asks at the terminal, which `confirm` has checked to be one.
fn ask_reason() -> anyhow::Result<String> {
    eprint!("Why? The log keeps the answer: ");
    io::stderr().flush()?;
    let mut reason = String::new();
    io::stdin().read_line(&mut reason)?;
    let reason = reason.trim();
    ensure!(!reason.is_empty(), "nothing was erased: it needs a reason");
    Ok(reason.to_owned())
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

//! `vestnik export --chat ID --proof`, and the page that checks such a file.

use std::io::Write;

use anyhow::Context as _;
use vestnik::app::OpenDatabase;
use vestnik::audit::{CHECKER, ChatProof};

use super::not_in_proof;

/// Writes the proof of a chat, and says on standard error which of its events are not in it.
pub(super) async fn write(
    database: &OpenDatabase,
    chat_id: i64,
    out: &mut (dyn Write + Send),
) -> anyhow::Result<()> {
    let proof = ChatProof::open(&database.owner, chat_id).await?;
    let not_sealed = proof.not_sealed();
    proof.write(out).await?;
    if let Some(not_sealed) = not_sealed {
        // A closed pipe is no error.
        let _ = writeln!(std::io::stderr(), "{}", not_in_proof(chat_id, not_sealed));
    }
    Ok(())
}

/// Writes the page that checks proofs in a browser.
pub(super) fn write_checker(file: &std::path::Path) -> anyhow::Result<()> {
    std::fs::write(file, CHECKER).with_context(|| file.display().to_string())
}

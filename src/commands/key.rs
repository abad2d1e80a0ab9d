//! `vestnik key …`.

use std::io::Write as _;

use anyhow::{Context as _, bail};
use vestnik::app::OpenDatabase;
use vestnik::auth::ApiKeyList;
use vestnik::config::DatabaseArgs;
use vestnik::domain::{KeyName, KeyScope, Realm};
use vestnik::realms::Realms;

use super::print_line;

/// Subcommands of `key`, on the keys of programs.
#[derive(clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(clap::Subcommand)]
enum Command {
    /// Add a key and print it. It is shown only now: the database keeps its hash
    Add {
        /// What the audit calls it: 1 to 64 of the characters a-z, 0-9, `.`, `_` and `-`
        #[arg(long)]
        name: KeyName,
        /// The application that it opens
        #[arg(long)]
        realm: Realm,
        /// What it is for, comma-separated: users, chats, messages, read
        #[arg(long, value_delimiter = ',', required = true)]
        scope: Vec<KeyScope>,
    },
    /// Show all keys
    List,
    /// Revoke a key: requests with it are refused at once, and its streams end within seconds
    Revoke {
        /// The name of the key
        name: KeyName,
    },
}

/// Runs the subcommand.
pub async fn run(args: &DatabaseArgs, key: &Args) -> anyhow::Result<()> {
    let realms = args.realms()?;
    if let Command::Add { realm, .. } = &key.command
        && realms.policy(*realm).is_none()
    {
        bail!("--realm: there is no realm `{realm}`");
    }
    let database = OpenDatabase::attach(&args.database()?, &args.data_dir).await?;
    let outcome = execute(&database, &key.command, &realms).await;
    database.close().await;
    outcome
}

async fn execute(
    database: &OpenDatabase,
    command: &Command,
    realms: &Realms,
) -> anyhow::Result<()> {
    if let Command::Add { .. } = command {
        database.migrate(realms).await?;
    }
    let keys = ApiKeyList::open(&database.owner).await?;
    match command {
        Command::Add { name, realm, scope } => add(&keys, name, *realm, scope).await,
        Command::List => list(&keys).await,
        Command::Revoke { name } => revoke(&keys, name).await,
    }
}

/// Prints the key, and nothing else, on standard output.
async fn add(
    keys: &ApiKeyList,
    name: &KeyName,
    realm: Realm,
    scopes: &[KeyScope],
) -> anyhow::Result<()> {
    let mut scopes = scopes.to_vec();
    scopes.sort_by_key(|scope| KeyScope::ALL.iter().position(|known| known == scope));
    scopes.dedup();
    let added = keys.add(name, realm, &scopes).await?;
    let name = name.as_str();
    let added = added.with_context(|| {
        format!("there is or was a key `{name}`: the audit tells keys apart by their names")
    })?;
    // A closed pipe is no error.
    let _ = writeln!(
        std::io::stderr(),
        "key `{name}` of {realm}, whose user has the id {}; it is not shown again:",
        added.user_id
    );
    print_line(added.secret);
    Ok(())
}

async fn list(keys: &ApiKeyList) -> anyhow::Result<()> {
    let keys = keys.all().await?;
    if keys.is_empty() {
        print_line("there are no keys");
    }
    for key in keys {
        let state = match key.revoked_at {
            Some(at) => format!("revoked {at}"),
            None => "valid".to_owned(),
        };
        print_line(format_args!(
            "{}  {}  {}  user {}  since {}  {state}",
            key.name, key.realm, key.scopes, key.user_id, key.created_at
        ));
    }
    Ok(())
}

async fn revoke(keys: &ApiKeyList, name: &KeyName) -> anyhow::Result<()> {
    let (revoked, name) = (keys.revoke(name).await?, name.as_str());
    match revoked {
        Some(true) => print_line(format_args!("key `{name}` is revoked")),
        Some(false) => print_line(format_args!("key `{name}` was revoked before")),
        None => bail!("there is no key `{name}`"),
    }
    Ok(())
}

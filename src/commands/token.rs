//! `vestnik token`.

use std::io::Write as _;
use std::time::Duration;

use anyhow::{Context as _, bail};
use uuid::Uuid;
use vestnik::app::{OpenDatabase, generated_secret};
use vestnik::auth::keys::KeySource;
use vestnik::auth::tokens::TokenIssuer;
use vestnik::config::{DatabaseArgs, Keys, TokenArgs};
use vestnik::directory::{Directory, Person};
use vestnik::domain::UserId;

/// Arguments of `token`.
#[derive(clap::Args)]
#[group(id = "subject", required = true, multiple = false, args = ["user", "email"])]
pub struct Args {
    /// The user's id
    #[arg(long, value_name = "ID")]
    user: Option<i64>,
    /// The user's e-mail address
    #[arg(long)]
    email: Option<String>,
    /// Hours until it expires
    #[arg(long, default_value_t = 24, value_parser = clap::value_parser!(u64).range(1..=8760))]
    hours: u64,
    #[command(flatten)]
    tokens: TokenArgs,
}

/// Prints a token, and nothing else, on standard output.
pub async fn run(args: &DatabaseArgs, token: &Args) -> anyhow::Result<()> {
    let configured = args.database()?;
    let is_embedded = matches!(configured, vestnik::config::Database::Embedded);
    let keys = token.tokens.keys(is_embedded)?;
    let policy = token.tokens.policy(&keys)?;
    let secret = match keys {
        Keys::Given(KeySource::Hs256 { secret }) => secret,
        Keys::Generated => generated_secret(&args.data_dir)?.into_bytes(),
        Keys::Given(_) => {
            bail!("tokens can be issued with JWT_SECRET only; yours come from an identity provider")
        }
    };
    let database = OpenDatabase::attach(&configured, &args.data_dir).await?;
    let person = find(&database, token).await;
    database.close().await;
    let person = person?;
    let lifetime = Duration::from_hours(token.hours);
    let issuer = TokenIssuer::new(&secret)?.with_policy(policy);
    let issued = issuer.issue(&person, Uuid::now_v7(), lifetime);
    let user = format_args!("{} ({})", person.name, person.role);
    // A closed pipe is no error.
    let _ = writeln!(std::io::stderr(), "{user}, until {}", issued.expires_at);
    super::print_line(issued.token);
    Ok(())
}

async fn find(database: &OpenDatabase, token: &Args) -> anyhow::Result<Person> {
    let directory = Directory::new(database.server.pool(1));
    let person = match (token.user, &token.email) {
        (Some(id), _) => directory.by_id(UserId(id)).await?,
        (None, Some(email)) => directory.by_email(email).await?.map(|(person, _)| person),
        (None, None) => None,
    };
    person.context("there is no such user")
}

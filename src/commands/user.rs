//! `vestnik user …`.

use std::io::{IsTerminal as _, Read as _};

use anyhow::{Context as _, bail};
use rand::distr::{Alphanumeric, SampleString as _};
use vestnik::app::OpenDatabase;
use vestnik::auth::passwords::Passwords;
use vestnik::config::DatabaseArgs;
use vestnik::directory::{Directory, NewPerson};
use vestnik::domain::{Role, text};

/// Subcommands of `user`.
#[derive(clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(clap::Subcommand)]
enum Command {
    /// Add a user. The password is read from standard input; without one it is generated
    /// and printed
    Add {
        /// The e-mail address to sign in with
        #[arg(long)]
        email: String,
        /// The name that others see
        #[arg(long)]
        name: String,
        /// student, teacher, admin, member, moderator or guest
        #[arg(long)]
        role: Role,
    },
}

/// Runs the subcommand.
pub async fn run(args: &DatabaseArgs, user: &Args) -> anyhow::Result<()> {
    let Command::Add { email, name, role } = &user.command;
    let email = email.trim();
    text::check(email, 255).context("--email")?;
    text::check(name, 255).context("--name")?;
    if !email.contains('@') {
        bail!("--email: `{email}` is not an e-mail address");
    }
    let given = password_from_stdin()?;
    let password = given.clone().unwrap_or_else(generated_password);
    let hash = Passwords::new().hash(password.clone()).await?;

    let database = OpenDatabase::attach(&args.database()?, &args.data_dir).await?;
    let added = add(&database, email, name, *role, &hash).await;
    database.close().await;
    let id = added?;
    super::print_line(format_args!("added {name} <{email}>, {role}, with id {id}"));
    if given.is_none() {
        super::print_line(format_args!("password: {password}"));
    }
    Ok(())
}

async fn add(
    database: &OpenDatabase,
    email: &str,
    name: &str,
    role: Role,
    hash: &str,
) -> anyhow::Result<i64> {
    database.migrate().await?;
    let directory = Directory::new(database.server.pool(1));
    let new = NewPerson {
        email,
        name,
        role,
        password_hash: Some(hash),
    };
    Ok(directory.add(new).await?.id.0)
}

/// Reads the first line of a pipe. Never an argument, because other users can see those.
fn password_from_stdin() -> anyhow::Result<Option<String>> {
    let mut stdin = std::io::stdin().lock();
    if stdin.is_terminal() {
        return Ok(None);
    }
    let mut text = String::new();
    stdin
        .by_ref()
        .take(4096)
        .read_to_string(&mut text)
        .context("reading the password")?;
    Ok(text
        .lines()
        .next()
        .map(str::to_owned)
        .filter(|line| !line.is_empty()))
}

fn generated_password() -> String {
    Alphanumeric.sample_string(&mut rand::rng(), 16)
}

//! `vestnik user …`.

use std::io::{IsTerminal as _, Read as _};

use anyhow::{Context as _, bail};
use rand::distr::{Alphanumeric, SampleString as _};
use vestnik::app::OpenDatabase;
use vestnik::auth::passwords;
use vestnik::auth::{Invitations, NewInvitation};
use vestnik::config::{DatabaseArgs, Setting};
use vestnik::directory::{Directory, NewPerson};
use vestnik::domain::{PublicUrl, Role, check_given_name, email_address};
use vestnik::realms::Realms;

/// The most characters of a name.
const NAME_MAX: usize = 255;

/// Subcommands of `user`.
#[derive(clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(clap::Subcommand)]
enum Command {
    /// Add a user of every realm. The password is read from standard input; without one it is
    /// generated and printed
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
    /// Print a link for signing up, which is valid once, for a week. The user belongs to every realm
    Invite {
        /// The e-mail address to sign in with
        #[arg(long)]
        email: String,
        /// student, teacher, admin, member or moderator
        #[arg(long)]
        role: Role,
        /// Address of the server in the link
        #[arg(long, env)]
        public_url: Setting<PublicUrl>,
    },
}

/// Runs the subcommand.
pub async fn run(args: &DatabaseArgs, user: &Args) -> anyhow::Result<()> {
    match &user.command {
        Command::Add { email, name, role } => {
            check_given_name(name, NAME_MAX).context("--name")?;
            check_role(*role)?;
            add(args, check_email(email)?, name, *role).await
        }
        Command::Invite {
            email,
            role,
            public_url,
        } => {
            if *role == Role::Guest {
                bail!("--role: guests have no account");
            }
            check_role(*role)?;
            let (email, public_url) = (check_email(email)?, public_url.get()?);
            invite(args, email, *role, &public_url).await
        }
    }
}

fn check_email(email: &str) -> anyhow::Result<&str> {
    email_address(email).with_context(|| format!("--email: `{email}`"))
}

fn check_role(role: Role) -> anyhow::Result<()> {
    if role == Role::Service {
        bail!("--role: `service` is the role of keys: see `vestnik key add`");
    }
    Ok(())
}

async fn add(args: &DatabaseArgs, email: &str, name: &str, role: Role) -> anyhow::Result<()> {
    let realms = args.realms()?;
    let given = password_from_stdin()?;
    let password = given.clone().unwrap_or_else(generated_password);
    let hash = passwords::hash_of(&password)?;

    let database = OpenDatabase::attach(&args.database()?, &args.data_dir).await?;
    let added = insert(&database, &realms, email, name, role, &hash).await;
    database.close().await;
    let id = added?;
    super::print_line(format_args!("added {name} <{email}>, {role}, with id {id}"));
    if given.is_none() {
        super::print_line(format_args!("password: {password}"));
    }
    Ok(())
}

async fn invite(
    args: &DatabaseArgs,
    email: &str,
    role: Role,
    public_url: &PublicUrl,
) -> anyhow::Result<()> {
    let realms = args.realms()?;
    let database = OpenDatabase::attach(&args.database()?, &args.data_dir).await?;
    let invited = async {
        database.migrate(&realms).await?;
        let new = NewInvitation {
            email,
            role,
            realm: None,
            invited_by: None,
            mail_language: None,
        };
        let invitations = Invitations::new(database.server.pool(1));
        anyhow::Ok(invitations.add(new).await?.1)
    };
    let invited = invited.await;
    database.close().await;
    let link = public_url.invitation(&invited?.token);
    super::print_line(format_args!("{link}"));
    Ok(())
}

async fn insert(
    database: &OpenDatabase,
    realms: &Realms,
    email: &str,
    name: &str,
    role: Role,
    hash: &str,
) -> anyhow::Result<i64> {
    database.migrate(realms).await?;
    let directory = Directory::new(database.server.pool(1));
    let new = NewPerson {
        email,
        name,
        role,
        password_hash: Some(hash),
        realm: None,
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

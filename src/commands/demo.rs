//! `vestnik demo`, and `vestnik serve --demo`.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::Path;
use std::time::Duration;

use anyhow::Context as _;
use uuid::Uuid;
use vestnik::app::{App, OpenDatabase};
use vestnik::chat::{ChatView, ParticipantScope, Queries};
use vestnik::config::DatabaseArgs;
use vestnik::contracts::school;
use vestnik::demo::{self, Summary};
use vestnik::directory::Person;
use vestnik::domain::Role;
use vestnik::realms::Realms;

use super::print_line;

/// The lifetime of the printed tokens.
const TOKEN_LIFETIME: Duration = Duration::from_hours(24);

/// Fills the database and prints how to sign in.
pub async fn run(args: &DatabaseArgs) -> anyhow::Result<()> {
    let realms = args.realms()?;
    let database = OpenDatabase::attach(&args.database()?, &args.data_dir).await?;
    let summary = fill(&database, &realms).await;
    database.close().await;
    let summary = summary?;
    print_line(&summary);
    print_line(sign_in("Sign in", &summary));
    Ok(())
}

async fn fill(database: &OpenDatabase, realms: &Realms) -> anyhow::Result<Summary> {
    database.migrate(realms).await?;
    let pool = database.owner.pool(2);
    let summary = demo::fill(&pool).await;
    pool.close();
    Ok(summary?)
}

/// Fills the database of a running server and prints the page to open, the users to sign in as,
/// and two commands to try.
pub async fn introduce(app: &App, web_root: Option<&Path>) -> anyhow::Result<()> {
    let summary = demo::fill(&app.owner_pool).await?;
    let address = browser_address(app.address);
    let how = if web_root.is_some() {
        format!("Open http://{address} and sign in")
    } else {
        "Sign in".to_owned()
    };
    print_line(sign_in(&how, &summary));
    print_line(&summary);
    if let Some(demos) = web_root.and_then(|root| other_demos(root, address)) {
        print_line(demos);
    }
    let teacher = summary
        .users
        .iter()
        .find(|person| person.role == Role::Teacher);
    let teacher = teacher.context("the demo has a teacher")?;
    let chats = Queries::new(app.pool.clone(), school::REALM)
        .chats_of_user(teacher.id, None, 1, ParticipantScope::Others)
        .await?;
    let chat = chats
        .value
        .first()
        .context("the demo's teacher has a chat")?;
    if let Some(commands) = commands_to_try(app, &summary, teacher, chat) {
        print_line(commands);
    }
    print_line(format_args!(
        "\nAPI documentation: http://{address}/api/docs/\n\
         Ctrl-C stops the server; the data stays."
    ));
    Ok(())
}

/// Lists the demos of other applications in the same site.
fn other_demos(web_root: &Path, address: SocketAddr) -> Option<String> {
    let demos = [
        ("campus", "a campus"),
        ("shop", "a shop, whose buyers need no account"),
    ];
    let built = demos
        .iter()
        .filter(|(folder, _)| web_root.join(folder).is_dir());
    let lines: Vec<_> = built
        .map(|(folder, what)| format!("  http://{address}/{folder}/  {what}\n"))
        .collect();
    (!lines.is_empty()).then(|| format!("\nOther demos:\n\n{}", lines.concat()))
}

fn sign_in(how: &str, summary: &Summary) -> String {
    let (password, users) = (summary.password, summary.list_of_users());
    format!("\n{how} with the password {password} as one of\n\n{users}")
}

/// An address that a browser on this machine can open, even if the server listens on all
/// interfaces.
fn browser_address(address: SocketAddr) -> SocketAddr {
    let loopback: IpAddr = match address.ip() {
        IpAddr::V4(_) => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(_) => Ipv6Addr::LOCALHOST.into(),
    };
    if address.ip().is_unspecified() {
        SocketAddr::new(loopback, address.port())
    } else {
        address
    }
}

/// Two commands: the first prints what the second sends.
fn commands_to_try(
    app: &App,
    summary: &Summary,
    teacher: &Person,
    chat: &ChatView,
) -> Option<String> {
    let issuer = app.issuer.as_ref()?;
    let other_id = chat.members.first()?.user_id;
    let student = summary.users.iter().find(|person| person.id == other_id)?;
    let token = |person: &Person| issuer.issue(person, Uuid::now_v7(), TOKEN_LIFETIME).token;
    Some(format!(
        "\nIn a terminal, follow the events of {student}:\n\n\
         curl -N -H 'Authorization: Bearer {student_token}' http://{address}/api/events/chat\n\n\
         and in another, send a message as {teacher}:\n\n\
         curl -H 'Authorization: Bearer {teacher_token}' -H 'Content-Type: application/json' \
         -d '{{\"chat_id\":{chat_id},\"content\":\"Привет из терминала!\"}}' \
         http://{address}/api/messages",
        student = student.name,
        teacher = teacher.name,
        student_token = token(student),
        teacher_token = token(teacher),
        chat_id = chat.id,
        address = browser_address(app.address),
    ))
}

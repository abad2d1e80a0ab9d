//! `vestnik demo`, and `vestnik serve --demo`.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::Path;
use std::time::Duration;

use anyhow::Context as _;
use uuid::Uuid;
use vestnik::app::{App, OpenDatabase};
use vestnik::chat::ChatSummary;
use vestnik::config::DatabaseArgs;
use vestnik::demo::{self, Summary};
use vestnik::directory::Person;
use vestnik::domain::{Realm, Role};
use vestnik::queries;

use super::say;

/// How long the printed tokens count.
const LIFETIME: Duration = Duration::from_hours(24);

/// Fills the database.
pub async fn run(args: &DatabaseArgs) -> anyhow::Result<()> {
    let database = OpenDatabase::attach(&args.database()?, &args.data_dir).await?;
    let summary = fill(&database).await;
    database.close().await;
    let summary = summary?;
    say(&summary);
    say(sign_in("Sign in", &summary));
    Ok(())
}

async fn fill(database: &OpenDatabase) -> anyhow::Result<Summary> {
    database.migrate().await?;
    let pool = database.server.pool(2);
    let summary = demo::run(&pool).await;
    pool.close();
    Ok(summary?)
}

/// Fills the database of a running server, and shows where to look, as whom, and what to try.
pub async fn introduce(app: &App, web_root: Option<&Path>) -> anyhow::Result<()> {
    let summary = demo::run(&app.pool).await?;
    let address = reachable(app.address);
    let how = if web_root.is_some() {
        format!("Open http://{address} and sign in")
    } else {
        "Sign in".to_owned()
    };
    say(sign_in(&how, &summary));
    say(&summary);
    if let Some(beside) = web_root.and_then(|root| beside(root, address)) {
        say(beside);
    }
    let teacher = summary
        .people
        .iter()
        .find(|person| person.role == Role::Teacher);
    let teacher = teacher.context("the demo has a teacher")?;
    let chats = queries::own_chats(&app.pool, (Realm::School, teacher.id), None, 1).await?;
    let chat = chats
        .shown
        .first()
        .context("the demo's teacher has a chat")?;
    if let Some(try_it) = lines_to_try(app, &summary, teacher, chat) {
        say(try_it);
    }
    say(format_args!(
        "\nThe API, to read and to try: http://{address}/api/docs/\n\
         Ctrl-C stops the server; the data stays."
    ));
    Ok(())
}

/// Demos of other applications that were built into the same site.
fn beside(web_root: &Path, address: SocketAddr) -> Option<String> {
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
    (!lines.is_empty()).then(|| format!("\nBeside it:\n\n{}", lines.concat()))
}

/// Who may sign in, and with what.
fn sign_in(how: &str, summary: &Summary) -> String {
    let (password, people) = (summary.password, summary.list_of_people());
    format!("\n{how} with the password {password} as one of\n\n{people}")
}

/// An address that a browser on this machine can open, where the server listens on all.
fn reachable(address: SocketAddr) -> SocketAddr {
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

/// Two commands: the first shows what the second does.
fn lines_to_try(
    app: &App,
    summary: &Summary,
    teacher: &Person,
    chat: &ChatSummary,
) -> Option<String> {
    let minter = app.minter.as_ref()?;
    let other_id = chat.counterpart.as_ref()?.id;
    let student = summary.people.iter().find(|person| person.id == other_id)?;
    let token = |person: &Person| minter.issue(person, Uuid::now_v7(), LIFETIME).token;
    Some(format!(
        "\nFrom a terminal, follow what {student} gets:\n\n\
         curl -N -H 'Authorization: Bearer {student_token}' http://{address}/api/events/chat\n\n\
         and in another one write to them as {teacher}:\n\n\
         curl -H 'Authorization: Bearer {teacher_token}' -H 'Content-Type: application/json' \
         -d '{{\"chat_id\":{chat_id},\"content\":\"Привет из терминала!\"}}' \
         http://{address}/api/messages",
        student = student.name,
        teacher = teacher.name,
        student_token = token(student),
        teacher_token = token(teacher),
        chat_id = chat.id,
        address = reachable(app.address),
    ))
}

//! `vestnik demo`, and `vestnik serve --demo`.

use std::time::Duration;

use anyhow::Context as _;
use uuid::Uuid;
use vestnik::app::{App, OpenDatabase};
use vestnik::chat::ChatSummary;
use vestnik::config::DatabaseArgs;
use vestnik::demo::{self, Summary};
use vestnik::directory::Person;
use vestnik::domain::{Realm, Role};
use vestnik::read_model;

use super::say;

/// How long the printed tokens count.
const LIFETIME: Duration = Duration::from_hours(24);

/// Fills the database.
pub async fn run(args: &DatabaseArgs) -> anyhow::Result<()> {
    let database = OpenDatabase::attach(&args.database()?, &args.data_dir).await?;
    let summary = fill(&database).await;
    database.close().await;
    print!("{}", summary?);
    Ok(())
}

async fn fill(database: &OpenDatabase) -> anyhow::Result<Summary> {
    database.migrate().await?;
    let pool = database.server.pool(2);
    let summary = demo::run(&pool).await;
    pool.close();
    Ok(summary?)
}

/// Fills the database of a running server, and shows how to sign in and what to try.
pub async fn introduce(app: &App) -> anyhow::Result<()> {
    let summary = demo::run(&app.pool).await?;
    say(format_args!("\n{summary}"));
    let teacher = summary
        .people
        .iter()
        .find(|person| person.role == Role::Teacher);
    let teacher = teacher.context("the demo has a teacher")?;
    let chats = read_model::own_chats(&app.pool, (Realm::School, teacher.id), None, 1).await?;
    let chat = chats
        .shown
        .first()
        .context("the demo's teacher has a chat")?;
    if let Some(try_it) = lines_to_try(app, &summary, teacher, chat) {
        say(try_it);
    }
    say(format_args!(
        "\nThe API, to read and to try: http://{}/api/docs/",
        app.address
    ));
    say("Ctrl-C stops the server; the data stays.");
    Ok(())
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
    let token = |person: &Person| minter.mint(person.id.0, Uuid::now_v7(), LIFETIME).token;
    Some(format!(
        "Follow what {student} gets (leave it running):\n\n\
         curl -N -H 'Authorization: Bearer {student_token}' http://{address}/api/events/chat\n\n\
         and, in another terminal, write to them as {teacher}:\n\n\
         curl -H 'Authorization: Bearer {teacher_token}' -H 'Content-Type: application/json' \
         -d '{{\"chat_id\":{chat_id},\"content\":\"Привет из терминала!\"}}' \
         http://{address}/api/messages",
        student = student.name,
        teacher = teacher.name,
        student_token = token(student),
        teacher_token = token(teacher),
        chat_id = chat.id,
        address = app.address,
    ))
}

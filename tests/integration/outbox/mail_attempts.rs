//! An e-mail is sent at most once, and again only if the SMTP server has not taken it.

use super::mail::{Fixture, settings};
use crate::support::smtp_server::TLS_AUTHORITY;
use crate::support::{Replica, ReplicaProcess, SmtpServer, TestDatabase};

#[tokio::test]
async fn a_crash_while_mailing_does_not_repeat_the_e_mail() {
    let database = TestDatabase::new().await;
    let smtp = SmtpServer::start().await;
    let url = smtp.url();
    let first = ReplicaProcess::spawn_with(&database, &settings(&url)).await;
    let leased = "SELECT count(*) FROM consumers
                  WHERE name = 'mail' AND lease_holder IS NOT NULL";
    database.until_number(leased, 1).await;
    let replica = Replica::spawn_with(&database, &settings(&url)).await;
    let fixture = Fixture::of(database, smtp, replica).await;
    let chat_id = fixture.pair().await;
    let held = fixture.smtp.hold().await;
    fixture.send("campus", chat_id, "1").await;
    fixture.smtp.until_mailed(1).await;
    first.kill().await;
    drop(held);
    // The other replica takes over and sends what follows.
    fixture.send("campus", chat_id, "2").await;
    let mails = fixture.smtp.until_mailed(2).await;
    assert!(!mails[1].content.contains("(2)"), "{}", mails[1].content);
    fixture.until_idle().await;
    assert_eq!(fixture.smtp.mails().len(), 2);
}

#[tokio::test]
async fn postponed_e_mails_are_repeated_and_refused_ones_are_not() {
    let fixture = Fixture::new().await;
    let chat_id = fixture.pair().await;
    fixture.smtp.reply_with("451 try again later");
    fixture.send("campus", chat_id, "1").await;
    fixture.smtp.until_mailed(1).await;
    fixture.smtp.reply_with("550 no such mailbox");
    fixture.smtp.until_mailed(2).await;
    fixture.until_idle().await;
    assert_eq!(fixture.smtp.mails().len(), 2);
}

#[tokio::test]
async fn an_unreachable_server_gets_the_e_mail_later() {
    let database = TestDatabase::new().await;
    let smtp = SmtpServer::start().await;
    // Without STARTTLS the password is not sent, as if the server were unreachable.
    let url = format!("smtp://ann:secret@{}", smtp.address);
    let replica = Replica::spawn_with(&database, &settings(&url)).await;
    let mut fixture = Fixture::of(database, smtp, replica).await;
    let chat_id = fixture.pair().await;
    fixture.send("campus", chat_id, "1").await;
    let failed = "SELECT count(*) FROM delivery_receivers WHERE attempts > 0";
    fixture.database.until_number(failed, 1).await;
    let commands = fixture.smtp.commands().join("\n");
    assert!(!commands.contains("AUTH"), "{commands}");

    let url = format!("{url}?tls=none");
    fixture.replica = Replica::spawn_with(&fixture.database, &settings(&url)).await;
    fixture.smtp.until_mailed(1).await;
    // "\0ann\0secret" in base64.
    fixture
        .smtp
        .until_commanded("AUTH PLAIN AGFubgBzZWNyZXQ=")
        .await;
    fixture.until_idle().await;
    assert_eq!(fixture.smtp.mails().len(), 1);
}

#[tokio::test]
async fn a_password_is_sent_over_starttls_to_a_trusted_server_only() {
    let database = TestDatabase::new().await;
    let smtp = SmtpServer::start_with_tls().await;
    let port = smtp.address.rsplit(':').next().unwrap();
    let url = format!("smtp://ann:secret@localhost:{port}");
    let distrusting = ReplicaProcess::spawn_with(&database, &settings(&url)).await;
    let replica = Replica::spawn_with(&database, &[("REALMS", "all")]).await;
    let fixture = Fixture::of(database, smtp, replica).await;
    let chat_id = fixture.pair().await;
    fixture.send("campus", chat_id, "1").await;
    let failed = "SELECT count(*) FROM delivery_receivers WHERE attempts > 0";
    fixture.database.until_number(failed, 1).await;
    let commands = fixture.smtp.commands().join("\n");
    assert!(commands.contains("STARTTLS"), "{commands}");
    assert!(!commands.contains("AUTH"), "{commands}");
    distrusting.terminate().await;

    let trust = [("SSL_CERT_FILE", TLS_AUTHORITY)];
    let trusting = [&settings(&url)[..], &trust].concat();
    let _trusting = ReplicaProcess::spawn_with(&fixture.database, &trusting).await;
    fixture.smtp.until_mailed(1).await;
    fixture
        .smtp
        .until_commanded("AUTH PLAIN AGFubgBzZWNyZXQ=")
        .await;
    fixture.until_idle().await;
}

#[tokio::test]
async fn the_smtp_password_is_never_logged() {
    let database = TestDatabase::new().await;
    let smtp = SmtpServer::start().await;
    let url = format!("smtp://ann:hunter-two@{}", smtp.address);
    let process = ReplicaProcess::spawn_with(&database, &settings(&url)).await;
    let replica = Replica::spawn_with(&database, &[("REALMS", "all")]).await;
    let fixture = Fixture::of(database, smtp, replica).await;
    let chat_id = fixture.pair().await;
    fixture.send("campus", chat_id, "1").await;
    let failed = "SELECT count(*) FROM delivery_receivers WHERE attempts > 0";
    fixture.database.until_number(failed, 1).await;
    let log = process.flushed_log().await;
    assert!(log.contains("the SMTP server cannot be used"), "{log}");
    assert!(!log.contains("hunter-two"), "{log}");
}

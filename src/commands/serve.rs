//! `vestnik serve`.

use std::io::IsTerminal as _;

use anyhow::Context as _;
use tokio::signal::unix::{SignalKind, signal};
use vestnik::app::App;
use vestnik::config::{Config, DatabaseArgs, ServeArgs};

use super::{demo, print_line};

/// Arguments of `serve`.
#[derive(clap::Args)]
pub struct Args {
    #[command(flatten)]
    serve: ServeArgs,
    /// Fill the database with a demo school and show how to sign in
    #[arg(long)]
    demo: bool,
}

/// Serves until SIGTERM, Ctrl-C, or the end of its terminal.
///
/// A server without a terminal ignores SIGHUP, which asks a daemon to reload its configuration:
/// settings are read at start only.
pub async fn run(database: &DatabaseArgs, args: &Args) -> anyhow::Result<()> {
    // Installed before anything is started, so that no signal is missed.
    let mut terminate = signal(SignalKind::terminate()).context("SIGTERM")?;
    let mut interrupt = signal(SignalKind::interrupt()).context("SIGINT")?;
    let mut hang_up = signal(SignalKind::hangup()).context("SIGHUP")?;
    let has_terminal = std::io::stdin().is_terminal();
    let config = Config::new(database, &args.serve)?;
    let web_root = config.web_root.clone();
    let app = App::start(config).await?;
    print_line(format_args!("listening on http://{}", app.address));
    if let Some(hint) = app.psql_hint() {
        print_line(format_args!("psql: {hint}"));
    }
    if args.demo {
        demo::introduce(&app, web_root.as_deref()).await?;
    }
    loop {
        tokio::select! {
            _ = terminate.recv() => break,
            _ = interrupt.recv() => break,
            _ = hang_up.recv() => {
                if has_terminal {
                    break;
                }
                tracing::info!("SIGHUP is ignored: settings are read at start only");
            }
        }
    }
    tokio::select! {
        () = app.shut_down() => Ok(()),
        // A second signal stops at once.
        _ = interrupt.recv() => anyhow::bail!("stopped before everything was closed"),
    }
}

//! `vestnik check`.

use vestnik::config::{Config, DatabaseArgs, ServeArgs};

/// Arguments of `check`: those of `serve`.
#[derive(clap::Args)]
pub struct Args {
    #[command(flatten)]
    serve: ServeArgs,
}

/// Checks what `serve` checks before it connects to anything.
pub fn run(database: &DatabaseArgs, args: &Args) -> anyhow::Result<()> {
    let config = Config::new(database, &args.serve)?;
    let realms: Vec<_> = config.realms.iter().map(ToString::to_string).collect();
    super::print_line(format_args!(
        "the settings and the files of realms are right; served: {}",
        realms.join(", ")
    ));
    Ok(())
}

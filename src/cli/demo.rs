//! The demo: a complete portal with believable data on this machine.

use super::Failure;
use crate::app::App;
use crate::clock::Clock;
use crate::config::{Config, Secret};
use crate::web::password;
use crate::{demo, telemetry};
use chrono::{DateTime, Utc};
use clap::Args;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// How the demo is run.
#[derive(Args)]
pub struct Demo {
    /// Port to listen on, on this machine only; port 0 takes a free one
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// Folder for the demo's database and mails
    #[arg(long, default_value = "data/demo", value_name = "DIR")]
    data: PathBuf,
    /// Database to use instead of the embedded one in that folder: sqlite:FILE or postgres://…, empty or of an earlier demo
    // Never from a variable: everybody knows the demo's password, and the variable may name the real portal's database.
    #[arg(long, value_name = "URL", conflicts_with = "fresh")]
    database_url: Option<Secret>,
    /// The moment at which the demo's clock stands still, as in 2026-11-22T12:00:00Z
    #[arg(long, value_name = "MOMENT")]
    now: Option<DateTime<Utc>>,
    /// Fill the tables up to this many opportunities, for load tests
    #[arg(long, default_value_t = 0, value_name = "NUMBER")]
    opportunities: u32,
    /// Begin anew instead of keeping what an earlier demo left in the folder; not with a database elsewhere, which is to be
    /// emptied by hand
    #[arg(long)]
    fresh: bool,
}

/// Fills the demo's database where it is not filled yet, says how to sign in, and serves.
pub fn run(options: &Demo) -> Result<(), Failure> {
    if options.fresh {
        remove(&options.data)?;
    }
    let mut config = Config::local(options.data.clone(), options.port);
    config.database_url.clone_from(&options.database_url);
    telemetry::start(&config)?;
    let clock = options.now.map_or_else(Clock::system, Clock::pinned);
    let app = App::build(&config, clock)?;
    let state = app.state();
    let hash = || password::hash(config.password_cost(), demo::PASSWORD);
    demo::fill(&state.db, hash, state.clock.now())?;
    if options.opportunities > 0 {
        demo::fill_up(&state.db, options.opportunities, state.clock.now())?;
    }
    for line in demo::sign_in_lines()? {
        println!("{line}");
    }
    println!("{}", state.origin);
    Ok(app.run()?)
}

/// Removes what an earlier demo left in a folder, and nothing else that may be there.
fn remove(data: &Path) -> anyhow::Result<()> {
    for name in ["consign.sqlite", "consign.sqlite-wal", "consign.sqlite-shm"] {
        match std::fs::remove_file(data.join(name)) {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(error.into()),
            Ok(()) | Err(_) => {}
        }
    }
    let mails = match std::fs::read_dir(data.join("mail")) {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error.into()),
    };
    for entry in mails {
        let path = entry?.path();
        if path.extension().is_some_and(|ending| ending == "eml") {
            std::fs::remove_file(path)?;
        }
    }
    Ok(())
}

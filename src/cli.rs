//! The command line: serve, and set up and look after an installation.

mod accounts;
mod catalog;
mod demo;
mod export;

use crate::app::{self, App};
use crate::clock::Clock;
use crate::config::Config;
use crate::store::backup;
use crate::telemetry;
use accounts::{NewOrganisation, NewUser};
use anyhow::Context;
use clap::{Parser, Subcommand};
use std::path::PathBuf;
use std::process::ExitCode;

/// What supervisors take for a mistake in the settings, which trying again does not mend (sysexits, EX_CONFIG).
const WRONG_SETTINGS: u8 = 78;

/// A self-hosted portal where software vendors authorise consulting partners to resell their products
#[derive(Parser)]
#[command(version, max_term_width = 100)]
struct Line {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the portal until told to stop
    Serve {
        #[command(flatten)]
        config: Config,
    },
    /// Bring the database up to this program and end; serving does it as well
    Migrate {
        #[command(flatten)]
        config: Config,
    },
    /// Copy the embedded database, which is everything, to a new file; the portal may be running
    Backup {
        /// The new file
        file: PathBuf,
        #[command(flatten)]
        config: Config,
    },
    /// Show a complete portal with believable data on this machine; nothing else is needed for it
    Demo(demo::Demo),
    /// Products of a vendor
    Catalog {
        #[command(subcommand)]
        command: CatalogCommand,
    },
    /// Write opportunities as requests that create or end them in AWS Marketplace; nothing is sent
    ///
    /// Each request is what `aws marketplace-catalog start-change-set --region us-east-1 --cli-input-json` takes. What a
    /// request cannot say, or AWS may refuse, is told on standard error. Opportunities whose resale authorization ID is
    /// recorded are in AWS already and are left out, unless they were ended here: then the request ends them there.
    Export {
        #[command(flatten)]
        wanted: export::Wanted,
        #[command(flatten)]
        config: Config,
    },
    /// Organisations: vendors, partners, and who runs the installation
    Organisation {
        #[command(subcommand)]
        command: OrganisationCommand,
    },
    /// People who can sign in
    User {
        #[command(subcommand)]
        command: UserCommand,
    },
}

#[derive(Subcommand)]
enum OrganisationCommand {
    /// Add an organisation
    Add {
        #[command(flatten)]
        new: NewOrganisation,
        #[command(flatten)]
        config: Config,
    },
}

#[derive(Subcommand)]
enum CatalogCommand {
    /// Add products from a file, replacing those of the same ID: all of them, or none when anything is wrong
    Import {
        #[command(flatten)]
        new: catalog::NewCatalogue,
        #[command(flatten)]
        config: Config,
    },
}

#[derive(Subcommand)]
enum UserCommand {
    /// Add a person to an organisation
    Add {
        #[command(flatten)]
        new: NewUser,
        #[command(flatten)]
        config: Config,
    },
}

/// Reads the command line and does what it says.
pub fn main() -> ExitCode {
    match run(Line::parse().command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure::Settings(sentence)) => {
            eprintln!("consign: {sentence}");
            ExitCode::from(WRONG_SETTINGS)
        }
        Err(Failure::Other(cause)) => {
            eprintln!("consign: {cause:#}");
            ExitCode::FAILURE
        }
    }
}

enum Failure {
    Settings(String),
    Other(anyhow::Error),
}

impl<E: Into<anyhow::Error>> From<E> for Failure {
    fn from(cause: E) -> Self {
        Self::Other(cause.into())
    }
}

fn run(command: Command) -> Result<(), Failure> {
    match command {
        Command::Serve { config } => serve(&config),
        Command::Migrate { config } => {
            app::open(&config)?;
            println!("The database is up to date.");
            Ok(())
        }
        Command::Backup { file, config } => {
            let name = file.to_str().context("the file's name must be text")?;
            app::open(&config)?.read_now(|c| backup::to_file(c, name))?;
            println!("Everything is in {name}.");
            Ok(())
        }
        Command::Demo(options) => demo::run(&options),
        Command::Catalog {
            command: CatalogCommand::Import { new, config },
        } => Ok(catalog::import(&app::open(&config)?, &new)?),
        Command::Export { wanted, config } => Ok(export::run(
            &app::open(&config)?,
            &wanted,
            &config.origin(config.bind.port()),
            Clock::system().now(),
        )?),
        Command::Organisation {
            command: OrganisationCommand::Add { new, config },
        } => Ok(accounts::add_organisation(
            &app::open(&config)?,
            &new,
            Clock::system().now(),
        )?),
        Command::User {
            command: UserCommand::Add { new, config },
        } => Ok(accounts::add_user(
            &app::open(&config)?,
            &new,
            config.password_cost(),
            Clock::system().now(),
        )?),
    }
}

fn serve(config: &Config) -> Result<(), Failure> {
    config.check().map_err(Failure::Settings)?;
    telemetry::start(config)?;
    let app = App::build(config, Clock::system())?;
    tracing::info!(origin = %app.state().origin, listening = %config.bind, "serving");
    Ok(app.run()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn no_two_commands_or_options_are_in_each_others_way() {
        Line::command().debug_assert();
    }
}

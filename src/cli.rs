//! The command line: serve, and set up and look after an installation.

mod accounts;
mod catalog;
mod demo;
mod export;

use crate::app::{self, App};
use crate::clock::Clock;
use crate::config::Config;
use crate::mail::transport::BadSetting;
use crate::seal::NoKeys;
use crate::store::{self, backup};
use crate::web::second_step::Required;
use crate::{private, telemetry};
use accounts::{NewOrganisation, NewUser, Person};
use anyhow::Context;
use clap::{Parser, Subcommand};
use std::path::{Path, PathBuf};
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
    /// Put a copy that `backup` made in the place of the embedded database; the portal must be stopped
    ///
    /// The copy is checked first, and nothing is changed unless it is whole. The database that was there is kept beside it.
    /// Everybody has to sign in again, and invitations that waited end.
    Restore {
        /// The copy
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
    /// Keep a person out at once, wherever they are signed in; the portal may be running
    Disable {
        #[command(flatten)]
        person: Person,
        #[command(flatten)]
        config: Config,
    },
    /// Take the second step of sign-in from a person who has lost their app and their recovery codes
    ///
    /// They sign in by their password alone, or set it up again where it is required. Make sure that it is them who ask.
    ResetSecondStep {
        #[command(flatten)]
        person: Person,
        #[command(flatten)]
        config: Config,
    },
    /// Let a person in again
    Enable {
        #[command(flatten)]
        person: Person,
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
        let cause = cause.into();
        let of_database = matches!(cause.downcast_ref(), Some(store::Error::Refused(_)));
        if of_database || cause.is::<BadSetting>() || cause.is::<NoKeys>() {
            Self::Settings(format!("{cause:#}"))
        } else {
            Self::Other(cause)
        }
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
            // The portal that runs may be older than this program, and stays what it is.
            app::open_as_it_is(&config)?.read_now(|c| backup::to_file(c, name))?;
            println!("Everything is in {name}. Keep {name}.sha256 with it: it proves the copy.");
            Ok(())
        }
        Command::Restore { file, config } => restore(&file, &config),
        Command::Demo(options) => demo::run(&options),
        Command::Catalog {
            command: CatalogCommand::Import { new, config },
        } => Ok(catalog::import(
            &app::open(&config)?,
            &new,
            Clock::system().now(),
        )?),
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
        Command::User { command } => user(command),
    }
}

fn user(command: UserCommand) -> Result<(), Failure> {
    let now = Clock::system().now();
    match command {
        UserCommand::Add { new, config } => {
            let cost = config.password_cost();
            Ok(accounts::add_user(&app::open(&config)?, &new, cost, now)?)
        }
        UserCommand::Disable { person, config } => {
            let db = app::open(&config)?;
            Ok(accounts::set_disabled(&db, &person, true, now)?)
        }
        UserCommand::ResetSecondStep { person, config } => {
            let db = app::open(&config)?;
            Ok(accounts::reset_second_step(&db, &person, now)?)
        }
        UserCommand::Enable { person, config } => {
            let db = app::open(&config)?;
            Ok(accounts::set_disabled(&db, &person, false, now)?)
        }
    }
}

fn restore(file: &Path, config: &Config) -> Result<(), Failure> {
    if config.has_own_database() {
        private::make_folder(&config.data)?;
    }
    let restored = backup::restore(config.database_url().reveal(), file)?;
    println!("Everything of {} is in place.", file.display());
    if !restored.is_as_made {
        println!(
            "It had no {}.sha256 beside it, so a change within a text would not have been noticed.",
            file.display()
        );
    }
    if let Some(earlier) = restored.earlier {
        println!("What was there before is kept as {}.", earlier.display());
    }
    println!(
        "Everybody has to sign in again, and invitations that waited are to be sent again. Whoever was kept out since the copy was made is to be kept out again."
    );
    Ok(())
}

fn serve(config: &Config) -> Result<(), Failure> {
    config.check_to_serve().map_err(Failure::Settings)?;
    telemetry::start(config)?;
    if config.writes_mails_to_files() {
        tracing::warn!(
            "no mail server is set by --smtp-url: mails are written to files in the data folder and reach nobody"
        );
    }
    if config.names_no_proxy() {
        tracing::warn!(
            "no reverse proxy is named by --proxies although one must end TLS: everybody seems to come from its address, and one who guesses passwords makes all others wait"
        );
    }
    if config.second_step == Required::Nobody {
        tracing::warn!(
            "nobody must sign in in two steps (--second-step nobody): whoever learns a password sees prices and makes offers"
        );
    }
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

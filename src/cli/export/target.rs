//! Where requests go: into files, one each, or to standard output as one list.

use crate::catalog_api::export::Request;
use crate::domain::account::AccountId;
use crate::web::aws;
use anyhow::{Context, bail};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Where requests go.
pub(super) struct Target {
    place: Place,
    /// Opportunities, or offers.
    things: usize,
    /// Their requests.
    requests: usize,
}

enum Place {
    Folder(PathBuf),
    List,
}

impl Target {
    /// Standard output, as one list.
    pub(super) fn list() -> Self {
        Self::new(Place::List)
    }

    /// A folder, which is made unless it is there, and must be empty.
    pub(super) fn folder(folder: &Path) -> anyhow::Result<Self> {
        let name = folder.display();
        std::fs::create_dir_all(folder).with_context(|| format!("{name} cannot be made"))?;
        let mut entries =
            std::fs::read_dir(folder).with_context(|| format!("{name} cannot be read"))?;
        if entries.next().is_some() {
            bail!("{name} is not empty; requests of an earlier export could be sent again");
        }
        Ok(Self::new(Place::Folder(folder.to_owned())))
    }

    fn new(place: Place) -> Self {
        Self {
            place,
            things: 0,
            requests: 0,
        }
    }

    /// Writes the requests of one opportunity or offer, which the account sends.
    pub(super) fn write(
        &mut self,
        account: &AccountId,
        id: &str,
        requests: &[Request],
    ) -> anyhow::Result<()> {
        self.things += 1;
        for request in requests {
            let text = request.body.text()?;
            self.requests += 1;
            match &self.place {
                Place::Folder(folder) => {
                    let name = aws::file_name(request.purpose, id);
                    let file = folder.join(format!("{account}-{:05}-{name}", self.requests));
                    std::fs::write(&file, format!("{text}\n"))
                        .with_context(|| format!("{} cannot be written", file.display()))?;
                }
                Place::List => {
                    let before = if self.requests == 1 { "[\n" } else { ",\n" };
                    print(&format!("{before}{text}"))?;
                }
            }
        }
        Ok(())
    }

    /// Ends the list, or says what the folder holds.
    pub(super) fn close(self, things: &str) -> anyhow::Result<()> {
        match self.place {
            Place::Folder(folder) => {
                println!(
                    "{} requests for {} {things} are in {}.",
                    self.requests,
                    self.things,
                    folder.display()
                );
                Ok(())
            }
            Place::List if self.requests == 0 => print("[]\n"),
            Place::List => print("\n]\n"),
        }
    }
}

/// Unlike `println!`, tells when nobody reads any more.
fn print(text: &str) -> anyhow::Result<()> {
    io::stdout()
        .write_all(text.as_bytes())
        .context("standard output cannot be written")
}

//! The real program, which is killed.

use crate::client::Client;
use crate::command_line::host_in;
use crate::people::PASSWORD;
use crate::portal::TestPortal;
use crate::smtp::Server;
use consign::store::Conn;
use diesel::RunQueryDsl;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

/// The program beside a portal that sends no mails, with the same database.
pub struct Program {
    child: Child,
    host: String,
}

impl Program {
    /// Starts it as whoever runs an installation does.
    pub fn start(portal: &TestPortal, server: &Server) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_consign"));
        command
            .env_clear()
            .args([
                "serve",
                "--insecure-cookies",
                "--second-step",
                "nobody",
                "--bind",
                "127.0.0.1:0",
                "--data",
            ])
            .arg(&portal.data)
            .args(["--database-url", &portal.database_url])
            .args(["--smtp-url", &server.url()])
            .stdout(Stdio::piped());
        let mut child = command.spawn().expect("it starts");
        let mut log = BufReader::new(child.stdout.take().expect("it is piped")).lines();
        let line = log
            .find_map(|line| line.ok().filter(|line| line.contains("origin=http://")))
            .expect("it says where it is");
        let host = host_in(&line);
        std::thread::spawn(move || log.count());
        Self { child, host }
    }

    /// A browser in which this person has signed in.
    pub fn sign_in(&self, email: &str) -> Client {
        let browser = Client::new(&self.host);
        let signed_in = browser.post("/sign-in", &[("email", email), ("password", PASSWORD)]);
        assert_eq!(signed_in.status, 303, "{}", signed_in.text());
        browser
    }

    /// As `kill -9` does.
    pub fn kill(mut self) {
        self.child.kill().expect("it can be killed");
        self.child.wait().expect("it ends");
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // It may have been killed.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Lets the leases of a worker that died run out, which takes minutes by the clock.
pub fn let_leases_run_out(portal: &TestPortal) {
    let later = |c: &mut Conn| {
        let query = "UPDATE outbox SET next_at = '2020-01-01 00:00:00', leased_until = '2020-01-01 00:00:00' WHERE state = 'sending'";
        Ok(diesel::sql_query(query).execute(c)?)
    };
    assert!(portal.db.write_now(later).expect("it can be written") > 0);
}

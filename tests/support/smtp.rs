//! A mail server that does what the test says: accepts, refuses, falls silent, hangs up or speaks very slowly, at any step,
//! and for as long as the test wants.
//!
//! It is lenient in the way that has done harm: a dot between any two line ends, bare ones included, ends a mail for it. So a
//! mail that is not encoded well arrives in pieces here.

#[path = "smtp/waiting.rs"]
mod waiting;

use std::io::ErrorKind::{TimedOut, WouldBlock};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;
use waiting::Waiting;

/// Between two looks whether a client that is kept waiting is still there.
const GLANCE: Duration = Duration::from_millis(50);

/// Where a conversation stands when the server is to speak.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    Greeting,
    Hello,
    SignIn,
    From,
    To,
    Data,
    /// After the mail itself.
    Mail,
    Quit,
    /// What nobody should say to a mail server.
    Other,
}

/// What the server does then.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// What a server usually says.
    Usual,
    /// Says this instead.
    Say(&'static str),
    /// Says nothing more, and keeps the line until the test lets go.
    Silence,
    HangUp,
    /// What a server usually says, with this pause after each byte until the test lets go.
    Slowly(Duration),
    /// Says this, when the test lets go.
    Late(&'static str),
}

/// A mail that the server took.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Received {
    pub from: String,
    pub to: String,
    /// Headers and body, as the reader gets them.
    pub content: String,
}

impl Received {
    /// The value of a header, its folded lines joined.
    pub fn header(&self, name: &str) -> Option<String> {
        let values = self.headers();
        let found = values
            .into_iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value)
    }

    /// All headers, in their order.
    pub fn headers(&self) -> Vec<(String, String)> {
        let head = self.content.split("\r\n\r\n").next().unwrap_or_default();
        let unfolded = head.replace("\r\n ", " ").replace("\r\n\t", " ");
        let pairs = unfolded
            .split("\r\n")
            .map(|line| line.split_once(": ").unwrap_or((line, "")));
        pairs
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect()
    }
}

type Script = dyn Fn(Step, &str) -> Act + Send + Sync;

/// The server. It listens until the process ends.
pub struct Server {
    port: u16,
    received: Arc<Mutex<Vec<Received>>>,
    waiting: Waiting,
}

impl Server {
    /// A server that takes everything.
    pub fn start() -> Self {
        Self::acting(|_, _| Act::Usual)
    }

    /// A server that asks at each step, with the line it was sent, what to do.
    pub fn acting(script: impl Fn(Step, &str) -> Act + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
        let port = listener.local_addr().expect("it is bound").port();
        let received = Arc::new(Mutex::new(Vec::new()));
        let waiting = Waiting::default();
        let (script, taken): (Arc<Script>, _) = (Arc::new(script), received.clone());
        let kept = waiting.clone();
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (script, taken, kept) = (script.clone(), taken.clone(), kept.clone());
                // A client that goes away in the middle is no failure of the server's.
                thread::spawn(move || {
                    Conversation::new(stream, script, taken, kept).and_then(Conversation::hold)
                });
            }
        });
        Self {
            port,
            received,
            waiting,
        }
    }

    /// Where it listens, as the portal's `CONSIGN_SMTP_URL`.
    pub fn url(&self) -> String {
        format!("smtp://127.0.0.1:{}", self.port)
    }

    pub fn port(&self) -> u16 {
        self.port
    }

    /// What it has taken so far.
    pub fn received(&self) -> Vec<Received> {
        self.received
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// On how many lines clients are kept waiting.
    pub fn kept_waiting(&self) -> usize {
        self.waiting.lines()
    }

    /// Ends the waiting of all who are kept waiting: what is late is said, what is slow goes on at once, and a silent line is
    /// dropped. Who comes later has to wait again.
    pub fn let_go(&self) {
        self.waiting.let_go();
    }
}

struct Conversation {
    lines: BufReader<TcpStream>,
    stream: TcpStream,
    script: Arc<Script>,
    taken: Arc<Mutex<Vec<Received>>>,
    waiting: Waiting,
}

/// The conversation is over, by either side.
struct Over;

impl From<std::io::Error> for Over {
    fn from(_: std::io::Error) -> Self {
        Self
    }
}

impl Conversation {
    fn new(
        stream: TcpStream,
        script: Arc<Script>,
        taken: Arc<Mutex<Vec<Received>>>,
        waiting: Waiting,
    ) -> Result<Self, Over> {
        let lines = BufReader::new(stream.try_clone()?);
        Ok(Self {
            lines,
            stream,
            script,
            taken,
            waiting,
        })
    }

    fn hold(mut self) -> Result<(), Over> {
        self.act(Step::Greeting, "", "220 mail.test ESMTP")?;
        let (mut from, mut to) = (String::new(), String::new());
        loop {
            let mut line = String::new();
            if self.lines.read_line(&mut line)? == 0 {
                return Err(Over);
            }
            let line = line.trim_end();
            let (step, usual) = match line.split([' ', ':']).next().unwrap_or_default() {
                "EHLO" => (
                    Step::Hello,
                    "250-mail.test\r\n250-8BITMIME\r\n250 AUTH PLAIN",
                ),
                "AUTH" => (Step::SignIn, "235 2.7.0 welcome"),
                "MAIL" => (Step::From, "250 2.1.0 ok"),
                "RCPT" => (Step::To, "250 2.1.5 ok"),
                "DATA" => (Step::Data, "354 go on"),
                "QUIT" => (Step::Quit, "221 2.0.0 bye"),
                _ => (Step::Other, "500 5.5.1 what?"),
            };
            let agreed = self.act(step, line, usual)?;
            match step {
                Step::From => from = line.to_owned(),
                Step::To => to = line.to_owned(),
                Step::Data if agreed => self.take(&from, &to)?,
                Step::Quit => return Ok(()),
                Step::Greeting
                | Step::Hello
                | Step::SignIn
                | Step::Data
                | Step::Mail
                | Step::Other => {}
            }
        }
    }

    fn take(&mut self, from: &str, to: &str) -> Result<(), Over> {
        let received = Received {
            from: from.to_owned(),
            to: to.to_owned(),
            content: self.mail()?,
        };
        if self.act(Step::Mail, "", "250 2.0.0 taken")? {
            self.taken
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .push(received);
        }
        Ok(())
    }

    /// Does what the script says; whether that was to agree.
    fn act(&mut self, step: Step, line: &str, usual: &str) -> Result<bool, Over> {
        match (self.script)(step, line) {
            Act::Usual => self.say(usual).map(|()| true),
            Act::Say(answer) => self.answer(answer),
            Act::Late(answer) => self.keep().and_then(|()| self.answer(answer)),
            Act::HangUp => Err(Over),
            Act::Silence => self.keep().and(Err(Over)),
            Act::Slowly(pause) => {
                let kept = self.waiting.begin();
                for byte in format!("{usual}\r\n").bytes() {
                    self.stream.write_all(&[byte])?;
                    kept.wait(pause);
                }
                Ok(true)
            }
        }
    }

    /// Says nothing until the test lets go or the client loses patience.
    fn keep(&mut self) -> Result<(), Over> {
        let kept = self.waiting.begin();
        self.stream.set_read_timeout(Some(GLANCE))?;
        while !kept.wait(Duration::ZERO) {
            match self.lines.read(&mut [0; 512]) {
                Ok(0) => return Err(Over),
                Err(error) if !matches!(error.kind(), WouldBlock | TimedOut) => return Err(Over),
                Ok(_) | Err(_) => {}
            }
        }
        self.stream.set_read_timeout(None)?;
        Ok(())
    }

    fn answer(&mut self, answer: &str) -> Result<bool, Over> {
        self.say(answer)?;
        Ok(answer.starts_with(['2', '3']))
    }

    fn say(&mut self, answer: &str) -> Result<(), Over> {
        self.stream.write_all(format!("{answer}\r\n").as_bytes())?;
        Ok(())
    }

    /// Reads a mail up to the dot that ends it, and takes away the dots that the client doubled.
    fn mail(&mut self) -> Result<String, Over> {
        let mut bytes = b"\r\n".to_vec();
        let is_end = |byte: u8| byte == b'\r' || byte == b'\n';
        loop {
            let mut byte = [0];
            self.lines.read_exact(&mut byte)?;
            bytes.extend(byte);
            if let [.., before, b'.', after] = bytes[..]
                && is_end(before)
                && is_end(after)
            {
                break;
            }
        }
        // The line feed after the last carriage return.
        self.lines.read_exact(&mut [0])?;
        let text = String::from_utf8_lossy(&bytes).replace("\r\n..", "\r\n.");
        let content = text
            .strip_prefix("\r\n")
            .and_then(|text| text.strip_suffix(".\r"));
        Ok(content.unwrap_or(&text).to_owned())
    }
}

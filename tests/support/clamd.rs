//! A virus scanner that speaks like ClamAV's daemon and knows one virus.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

/// What it takes for a virus.
pub const VIRUS: &[u8] = b"a virus, for tests";

/// How it behaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Behaviour {
    /// It does its work.
    Sound,
    /// It cannot do it, and says so.
    Broken,
    /// It hangs up before it was told anything.
    HangsUp,
    /// It listens and never answers.
    Silent,
}

/// A scanner that runs until the end of its test.
pub struct Clamd {
    /// Where it listens.
    pub address: String,
    scanned: Receiver<Vec<u8>>,
}

impl Clamd {
    pub fn start(behaviour: Behaviour) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
        let address = listener.local_addr().expect("it listens").to_string();
        let (tell, scanned) = channel();
        std::thread::spawn(move || {
            for client in listener.incoming().map_while(Result::ok) {
                let tell = tell.clone();
                std::thread::spawn(move || serve(client, behaviour, &tell));
            }
        });
        Self { address, scanned }
    }

    /// The next document that it was given whole.
    pub fn scanned(&self) -> Option<Vec<u8>> {
        self.scanned.recv_timeout(Duration::from_secs(1)).ok()
    }
}

/// An address at which nobody listens.
pub fn nowhere() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    listener.local_addr().expect("it listens").to_string()
}

fn serve(mut client: TcpStream, behaviour: Behaviour, tell: &Sender<Vec<u8>>) {
    if behaviour == Behaviour::HangsUp {
        return;
    }
    let Ok(document) = read(&mut client) else {
        return;
    };
    let answer: &[u8] = match behaviour {
        Behaviour::Sound if document.windows(VIRUS.len()).any(|part| part == VIRUS) => {
            b"stream: For-Tests FOUND\0"
        }
        Behaviour::Sound => b"stream: OK\0",
        Behaviour::Broken | Behaviour::HangsUp => b"stream: Can't allocate memory ERROR\0",
        Behaviour::Silent => {
            // Until the other side gives up.
            let _ = client.read(&mut [0]);
            return;
        }
    };
    let _ = client.write_all(answer);
    // Who asked may be gone, and so may the test.
    let _ = tell.send(document);
}

fn read(client: &mut TcpStream) -> std::io::Result<Vec<u8>> {
    let mut command = [0; 10];
    client.read_exact(&mut command)?;
    assert_eq!(&command, b"zINSTREAM\0");
    let mut document = Vec::new();
    loop {
        let mut length = [0; 4];
        client.read_exact(&mut length)?;
        let length = u64::from(u32::from_be_bytes(length));
        if length == 0 {
            return Ok(document);
        }
        Read::by_ref(client)
            .take(length)
            .read_to_end(&mut document)?;
    }
}

//! Mails over TLS, to a server of the test's own.

use super::*;
use lettre::message::Mailbox;
use lettre::transport::smtp::client::Certificate;
use rustls::pki_types::PrivatePkcs8KeyDer;
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};

/// When a server begins to encrypt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Begins {
    AtOnce,
    WhenAsked,
    Never,
}

/// A mail server on this machine, and what it was given.
struct Server {
    port: u16,
    certificate: Certificate,
    received: Receiver<String>,
}

impl Server {
    fn start(begins: Begins) -> Self {
        let made = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
        let certificate = Certificate::from_der(made.cert.der().to_vec()).unwrap();
        let key = PrivatePkcs8KeyDer::from(made.signing_key.serialize_der());
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![made.cert.der().clone()], key.into())
            .unwrap();
        let config = Arc::new(config);
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let (give, received) = channel();
        std::thread::spawn(move || {
            for client in listener.incoming().map_while(Result::ok) {
                if let Ok(mail) = serve(client, begins, &config) {
                    let _ = give.send(mail);
                }
            }
        });
        Self {
            port,
            certificate,
            received,
        }
    }
}

fn encrypted(
    client: TcpStream,
    config: &Arc<ServerConfig>,
) -> StreamOwned<ServerConnection, TcpStream> {
    let connection = ServerConnection::new(Arc::clone(config)).unwrap();
    StreamOwned::new(connection, client)
}

fn serve(
    mut client: TcpStream,
    begins: Begins,
    config: &Arc<ServerConfig>,
) -> std::io::Result<String> {
    match begins {
        Begins::AtOnce => converse(encrypted(client, config), true),
        Begins::Never => converse(client, true),
        Begins::WhenAsked => {
            client.write_all(b"220 here\r\n")?;
            let mut lines = BufReader::new(client.try_clone()?).lines();
            for answer in ["250-here\r\n250 STARTTLS\r\n", "220 go on\r\n"] {
                lines.next().transpose()?;
                client.write_all(answer.as_bytes())?;
            }
            converse(encrypted(client, config), false)
        }
    }
}

/// Takes one mail.
fn converse(line: impl Read + Write, greets: bool) -> std::io::Result<String> {
    let mut line = BufReader::new(line);
    if greets {
        line.get_mut().write_all(b"220 here\r\n")?;
    }
    loop {
        let mut said = String::new();
        if line.read_line(&mut said)? == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        if !said.starts_with("DATA") {
            line.get_mut().write_all(b"250 yes\r\n")?;
            continue;
        }
        line.get_mut().write_all(b"354 go on\r\n")?;
        let mut mail = String::new();
        while !mail.ends_with("\r\n.\r\n") {
            if line.read_line(&mut mail)? == 0 {
                return Err(std::io::ErrorKind::UnexpectedEof.into());
            }
        }
        line.get_mut().write_all(b"250 taken\r\n")?;
        return Ok(mail);
    }
}

fn mail() -> Message {
    let of = |name: &str| -> Mailbox { format!("{name}@portal.example").parse().unwrap() };
    let mail = Message::builder().from(of("us")).to(of("them"));
    mail.subject("Over TLS").body("Hello".to_owned()).unwrap()
}

/// Sends a mail by a server of which this certificate is known, or none.
async fn send(server: &Server, known: bool, from_the_start: bool) -> Result<(), Failure> {
    let tls = TlsParameters::builder("localhost".to_owned());
    let tls = if known {
        tls.add_root_certificate(server.certificate.clone())
    } else {
        tls
    };
    let tls = tls.build().unwrap();
    let smtp = Smtp {
        host: "localhost".to_owned(),
        port: server.port,
        encryption: if from_the_start {
            Encryption::FromTheStart(tls)
        } else {
            Encryption::BeforeAnythingIsSaid(tls)
        },
        credentials: None,
        limits: Limits::default(),
    };
    smtp.send(&mail()).await
}

#[tokio::test]
async fn a_mail_arrives_over_an_encrypted_line() {
    for (begins, from_the_start) in [(Begins::AtOnce, true), (Begins::WhenAsked, false)] {
        let server = Server::start(begins);
        send(&server, true, from_the_start).await.unwrap();
        let mail = server.received.recv().unwrap();
        assert!(mail.contains("Subject: Over TLS"), "{begins:?}: {mail}");
    }
}

#[tokio::test]
async fn a_server_that_nobody_vouches_for_or_that_does_not_encrypt_gets_nothing() {
    for (begins, known, from_the_start) in [
        (Begins::AtOnce, false, true),
        (Begins::WhenAsked, false, false),
        (Begins::Never, true, false),
    ] {
        let server = Server::start(begins);
        let sent = send(&server, known, from_the_start).await;
        assert!(
            matches!(sent, Err(Failure::Unavailable(_))),
            "{begins:?}: {sent:?}"
        );
        assert!(server.received.try_recv().is_err(), "{begins:?}");
    }
}

//! Where browsers come in.

use std::io;
use std::net::{SocketAddr, TcpListener};
use std::time::Duration;

/// How long a browser may take nothing of what is sent to it: one that takes nothing for that long is gone, and must not
/// hold its connection and its answer for ever.
pub(super) const TAKEN_WITHIN: Duration = Duration::from_secs(60);

/// Listens. A connection on which nothing of what is sent is taken for so long ends.
pub(super) fn bind(address: SocketAddr, taken_within: Duration) -> io::Result<TcpListener> {
    let listener = TcpListener::bind(address)?;
    // Connections have it from the listener. Other systems keep limits of their own.
    #[cfg(target_os = "linux")]
    socket2::SockRef::from(&listener).set_tcp_user_timeout(Some(taken_within))?;
    #[cfg(not(target_os = "linux"))]
    let _ = taken_within;
    Ok(listener)
}

#[cfg(test)]
#[cfg(target_os = "linux")]
mod tests {
    use super::*;
    use socket2::SockRef;
    use std::io::{Read, Write};
    use std::net::TcpStream;
    use std::time::Instant;

    /// A listener, somebody who has come to it, and the connection with them.
    fn met(taken_within: Duration) -> (TcpListener, TcpStream, TcpStream) {
        let listener = bind("127.0.0.1:0".parse().unwrap(), taken_within).unwrap();
        let browser = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
        let (connection, _) = listener.accept().unwrap();
        (listener, browser, connection)
    }

    #[test]
    fn connections_have_the_limit_from_their_listener() {
        let (listener, _browser, connection) = met(TAKEN_WITHIN);
        for socket in [SockRef::from(&listener), SockRef::from(&connection)] {
            assert_eq!(socket.tcp_user_timeout().unwrap(), Some(TAKEN_WITHIN));
        }
    }

    #[test]
    fn who_takes_nothing_is_cut_off() {
        let (_listener, browser, mut connection) = met(Duration::from_secs(1));
        // No longer than this, should it not be so.
        let patience = Duration::from_secs(30);
        connection.set_write_timeout(Some(patience)).unwrap();
        let begun = Instant::now();
        let piece = [0; 64 * 1024];
        let error = loop {
            if let Err(error) = connection.write_all(&piece) {
                break error;
            }
        };
        assert_eq!(error.kind(), io::ErrorKind::TimedOut, "{error}");
        assert!(begun.elapsed() < patience);
        drop(browser);
    }

    #[test]
    fn who_takes_it_slowly_gets_all_of_it() {
        let (_listener, mut browser, mut connection) = met(Duration::from_secs(1));
        let sending = std::thread::spawn(move || connection.write_all(&[7; 8 * 1024 * 1024]));
        let mut taken = 0;
        let mut piece = vec![0; 1024 * 1024];
        loop {
            std::thread::sleep(Duration::from_millis(200));
            match browser.read(&mut piece).unwrap() {
                0 => break,
                length => taken += length,
            }
        }
        sending.join().unwrap().unwrap();
        assert_eq!(taken, 8 * 1024 * 1024);
    }
}

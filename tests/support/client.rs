//! A browser without a screen: keeps cookies, sends forms, follows redirects when asked to, and says nothing a browser
//! would not say unless a test makes it.

use crate::html::{Form, Page};
use crate::people::PASSWORD;
use crate::portal::TestPortal;
use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::{Mutex, MutexGuard};
use std::time::Duration;

/// Longer than any answer takes; a test that waits for more has failed.
const PATIENCE: Duration = Duration::from_secs(30);
/// As many redirects as a browser follows at the least.
const MOST_REDIRECTS: usize = 10;

/// A browser with its cookies.
pub struct Client {
    host: String,
    cookies: Mutex<BTreeMap<String, String>>,
}

/// What the portal answered.
pub struct Response {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

/// A request about to be sent, which a test may still change.
pub struct Request<'a> {
    client: &'a Client,
    method: String,
    path: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl TestPortal {
    /// A browser that has never been here.
    pub fn anonymous(&self) -> Client {
        Client::new(self.url.trim_start_matches("http://"))
    }

    /// A browser in which this person has signed in.
    pub fn sign_in(&self, email: &str) -> Client {
        let client = self.anonymous();
        let answer = client.post("/sign-in", &[("email", email), ("password", PASSWORD)]);
        assert_eq!(
            (answer.status, answer.location()),
            (303, "/"),
            "{email} could not sign in: {}",
            answer.text()
        );
        client
    }
}

impl Client {
    /// A browser that has never been to the portal on this host and port.
    pub fn new(host: &str) -> Self {
        Self {
            host: host.to_owned(),
            cookies: Mutex::default(),
        }
    }

    /// Asks for a page.
    pub fn get(&self, path: &str) -> Response {
        self.request("GET", path).send()
    }

    /// Asks for a page and goes where the portal sends a browser.
    pub fn open(&self, path: &str) -> Response {
        self.follow(self.get(path))
    }

    /// Sends a form from a page of the portal.
    pub fn post(&self, path: &str, fields: &[(&str, &str)]) -> Response {
        let body = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(fields)
            .finish();
        self.request("POST", path).form(body).send()
    }

    /// Sends a form as it stands on the page at this path.
    pub fn submit(&self, path: &str, form: &Form) -> Response {
        let action = if form.action.is_empty() {
            path
        } else {
            &form.action
        };
        match form.method.as_str() {
            "post" => self.request("POST", action).form(form.encoded()).send(),
            _ => self.get(&format!("{action}?{}", form.encoded())),
        }
    }

    /// Goes where an answer sends a browser, until there is a page.
    pub fn follow(&self, mut answer: Response) -> Response {
        for _ in 0..MOST_REDIRECTS {
            if answer.status != 303 {
                return answer;
            }
            answer = self.get(answer.location());
        }
        panic!(
            "redirected {MOST_REDIRECTS} times, at last to {}",
            answer.location()
        )
    }

    /// A request with what a browser says of itself.
    pub fn request(&self, method: &str, path: &str) -> Request<'_> {
        let request = Request {
            client: self,
            method: method.to_owned(),
            path: path.to_owned(),
            headers: Vec::new(),
            body: Vec::new(),
        };
        let request = request
            .header("Host", &self.host)
            .header("Sec-Fetch-Site", "same-origin");
        let cookies = self.jar();
        let cookies: Vec<String> = cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        if cookies.is_empty() {
            request
        } else {
            request.header("Cookie", &cookies.join("; "))
        }
    }

    /// The value of a cookie.
    pub fn cookie(&self, name: &str) -> Option<String> {
        self.jar().get(name).cloned()
    }

    /// Gives the browser a cookie, as an attacker would plant it.
    pub fn set_cookie(&self, name: &str, value: &str) {
        self.jar().insert(name.to_owned(), value.to_owned());
    }

    fn jar(&self) -> MutexGuard<'_, BTreeMap<String, String>> {
        self.cookies.lock().expect("nobody broke it")
    }

    fn keep_cookies(&self, response: &Response) {
        for line in response.all("set-cookie") {
            let (name, rest) = line.split_once('=').expect("a cookie has a name");
            let value = rest.split(';').next().unwrap_or_default();
            if rest.contains("Max-Age=0") {
                self.jar().remove(name);
            } else {
                self.set_cookie(name, value);
            }
        }
    }
}

impl Request<'_> {
    /// Gives a header, in place of any it had.
    pub fn header(self, name: &str, value: &str) -> Self {
        let mut request = self.without(name);
        request.headers.push((name.to_owned(), value.to_owned()));
        request
    }

    /// Takes a header away.
    pub fn without(mut self, name: &str) -> Self {
        self.headers
            .retain(|(kept, _)| !kept.eq_ignore_ascii_case(name));
        self
    }

    /// Gives the body of a form.
    pub fn form(self, body: impl Into<Vec<u8>>) -> Self {
        self.header("Content-Type", "application/x-www-form-urlencoded")
            .body(body)
    }

    /// Gives a body.
    pub fn body(mut self, body: impl Into<Vec<u8>>) -> Self {
        self.body = body.into();
        let length = self.body.len().to_string();
        self.header("Content-Length", &length)
    }

    /// Sends it and waits for the answer.
    pub fn send(self) -> Response {
        let response = exchange(&self.client.host, &self.bytes());
        self.client.keep_cookies(&response);
        response
    }

    /// Sends all but the last bytes of it, as over a line that is cut off for as long as this is kept.
    pub fn send_without_its_end(self, bytes: usize) -> TcpStream {
        let mut stream = TcpStream::connect(&self.client.host).expect("the portal listens");
        let mut all = self.bytes();
        all.truncate(all.len() - bytes);
        stream.write_all(&all).expect("it is taken");
        stream
    }

    /// Sends it over a slow line: something happens before its last bytes arrive.
    pub fn send_slowly(self, meanwhile: impl FnOnce()) -> Response {
        const END: usize = 4;
        let (client, whole) = (self.client, self.bytes());
        let mut stream = self.send_without_its_end(END);
        // Time for the portal to see who asks.
        std::thread::sleep(Duration::from_millis(300));
        meanwhile();
        let _ = stream.write_all(&whole[whole.len() - END..]);
        let response = read_answer(stream);
        client.keep_cookies(&response);
        response
    }

    /// The request as it travels.
    fn bytes(&self) -> Vec<u8> {
        let mut head = format!(
            "{} {} HTTP/1.1\r\nConnection: close\r\n",
            self.method, self.path
        );
        for (name, value) in &self.headers {
            head += &format!("{name}: {value}\r\n");
        }
        [format!("{head}\r\n").as_bytes(), &self.body].concat()
    }
}

/// Sends these very bytes and reads the answer.
pub fn exchange(host: &str, request: &[u8]) -> Response {
    let mut stream = TcpStream::connect(host).expect("the portal listens");
    // A portal that has read enough answers and closes before all is sent.
    let _ = stream.write_all(request);
    read_answer(stream)
}

fn read_answer(mut stream: TcpStream) -> Response {
    stream.set_read_timeout(Some(PATIENCE)).expect("a limit");
    let mut answer = Vec::new();
    let mut piece = [0; 16 * 1024];
    loop {
        match stream.read(&mut piece) {
            Ok(0) => return Response::parse(&answer),
            Ok(length) => answer.extend_from_slice(&piece[..length]),
            Err(error) if answer.is_empty() => panic!("no answer: {error}"),
            Err(_) => return Response::parse(&answer),
        }
        if is_whole(&answer) {
            return Response::parse(&answer);
        }
    }
}

/// Whether all of an answer has arrived that says how long it is.
fn is_whole(answer: &[u8]) -> bool {
    let Some(end) = end_of_head(answer) else {
        return false;
    };
    let response = Response::parse(&answer[..end]);
    let length = response
        .header("content-length")
        .and_then(|length| length.parse::<usize>().ok());
    length.is_some_and(|length| answer.len() >= end + length)
}

/// Where the body begins.
fn end_of_head(answer: &[u8]) -> Option<usize> {
    let blank = answer.windows(4).position(|four| four == b"\r\n\r\n")?;
    Some(blank + 4)
}

impl Response {
    fn parse(answer: &[u8]) -> Self {
        let end = end_of_head(answer).expect("an answer has a head");
        let head = std::str::from_utf8(&answer[..end - 4]).expect("a head is text");
        let mut lines = head.split("\r\n");
        let status = lines
            .next()
            .and_then(|line| line.split(' ').nth(1)?.parse().ok())
            .expect("a status");
        let headers = lines.filter_map(|line| line.split_once(": "));
        let headers = headers
            .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
            .collect();
        let mut response = Self {
            status,
            headers,
            body: answer[end..].to_vec(),
        };
        if response.header("transfer-encoding") == Some("chunked") && !response.body.is_empty() {
            response.body = joined(&response.body);
        }
        response
    }

    /// The first header of this name.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.all(name).into_iter().next()
    }

    /// All headers of this name.
    pub fn all(&self, name: &str) -> Vec<&str> {
        self.headers
            .iter()
            .filter(|(kept, _)| kept == name)
            .map(|(_, value)| value.as_str())
            .collect()
    }

    /// Where the browser is sent.
    pub fn location(&self) -> &str {
        self.header("location").unwrap_or_default()
    }

    /// The body as text.
    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.body).expect("the body is text")
    }

    /// The page, to be asked what it says.
    pub fn page(&self) -> Page {
        Page::parse(self.text())
    }

    /// The page's own part, as an outline for snapshots.
    pub fn main(&self) -> String {
        self.page().outline()
    }
}

/// The body that was sent in pieces, each after its length.
fn joined(mut pieces: &[u8]) -> Vec<u8> {
    let mut body = Vec::new();
    loop {
        let line = pieces
            .windows(2)
            .position(|two| two == b"\r\n")
            .expect("a piece has a length");
        let length = std::str::from_utf8(&pieces[..line])
            .ok()
            .and_then(|hex| usize::from_str_radix(hex, 16).ok());
        let length = length.expect("a length is hexadecimal");
        if length == 0 {
            return body;
        }
        body.extend_from_slice(&pieces[line + 2..line + 2 + length]);
        pieces = &pieces[line + 2 + length + 2..];
    }
}

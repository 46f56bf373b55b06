//! Reads settings as they were typed, or says what they should be.

use crate::config::Secret;
use crate::domain::agreements::{MAX_RCMP_LABEL, MAX_RCMP_VERSION};
use crate::domain::text;
use crate::web::second_step::Required;

/// Reads a secret from the first line of a file.
pub(super) fn secret_in(file: &str) -> Result<Secret, String> {
    let text = std::fs::read_to_string(file).map_err(|error| error.to_string())?;
    match text.lines().next().map(str::trim) {
        None | Some("") => Err("the first line of the file is empty".to_owned()),
        Some(line) => Ok(line.into()),
    }
}

pub(super) fn workers(typed: &str) -> Result<usize, String> {
    match typed.parse() {
        Ok(count @ 1..=64) => Ok(count),
        _ => Err("a number from 1 to 64".to_owned()),
    }
}

pub(super) fn second_step(typed: &str) -> Result<Required, String> {
    match typed {
        "staff" => Ok(Required::Staff),
        "everybody" => Ok(Required::Everybody),
        "nobody" => Ok(Required::Nobody),
        _ => Err("staff, everybody or nobody".to_owned()),
    }
}

pub(super) fn host_and_port(typed: &str) -> Result<String, String> {
    match typed.rsplit_once(':') {
        Some((host, port)) if !host.is_empty() && port.parse::<u16>().is_ok() => {
            Ok(typed.to_owned())
        }
        _ => Err("a host and a port, as in 127.0.0.1:3310".to_owned()),
    }
}

pub(super) fn rcmp_label(typed: &str) -> Result<String, String> {
    line(typed, MAX_RCMP_LABEL)
}

pub(super) fn rcmp_version(typed: &str) -> Result<String, String> {
    line(typed, MAX_RCMP_VERSION)
}

/// Takes a text of one line, without the white space around it.
fn line(typed: &str, longest: usize) -> Result<String, String> {
    let line = typed.trim();
    let hidden = line.contains(char::is_control) || text::clean(line) != line;
    if line.is_empty() || hidden || text::length(line) > longest {
        return Err(format!(
            "one line of 1 to {longest} characters, none of them hidden"
        ));
    }
    Ok(line.to_owned())
}

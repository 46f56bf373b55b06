//! Contracts: what buyers accept, and what the partner does (Catalog API, UpdateLegalTerms).

use super::asked::{Asked, ContractChoice, EulaChoice};
use super::node::{At, Node, Reader, Source};
use super::remark::{Remark, quoted};

/// The most documents of one term: more than anybody has.
const MAX_DOCUMENTS: usize = 100;
/// Characters of the address of a document: what browsers and proxies take.
const MAX_URL: usize = 2_000;

/// Reads the term of buyers.
pub(super) fn eula(node: &Node<'_>, asked: &mut Asked, r: &mut Reader) {
    const WORDS: [&str; 2] = ["CustomEula", "StandardEula"];
    for (node, word, url) in documents(node, &WORDS, "INVALID_BUYER_LEGAL_DOCUMENTS", r) {
        let choice = match url {
            Some(url) if word == "CustomEula" => EulaChoice::Custom(url),
            Some(_) | None => EulaChoice::Standard,
        };
        if asked.eula.is_none() {
            asked.eula = Some(At::new(node.path, choice));
        } else {
            let text = "An opportunity here has one EULA; this further document is left out";
            asked.left_over.push(Remark::new(node.path, text));
        }
    }
}

/// Reads the term of the partner.
pub(super) fn contract(node: &Node<'_>, asked: &mut Asked, r: &mut Reader) {
    const WORDS: [&str; 2] = ["CustomResellerContract", "StandardResellerContract"];
    for (node, word, url) in documents(node, &WORDS, "INVALID_RESALE_LEGAL_DOCUMENTS", r) {
        let choice = match url {
            Some(url) if word == "CustomResellerContract" => ContractChoice::Custom(url),
            Some(_) | None => ContractChoice::Rcmp,
        };
        if asked.contract.is_none() {
            asked.contract = Some(At::new(node.path, choice));
        } else {
            let text =
                "An opportunity here has one reseller contract; this further document is left out";
            asked.left_over.push(Remark::new(node.path, text));
        }
    }
}

/// Reads documents: custom ones have an address, standard ones none, save that an entity tells where to read them.
fn documents<'a>(
    node: &Node<'a>,
    words: &[&'static str],
    code: &str,
    r: &mut Reader,
) -> Vec<(Node<'a>, &'static str, Option<String>)> {
    let mut read = Vec::new();
    if !node.object(&["Type", "Documents"], r) {
        return read;
    }
    let nodes = node
        .need("Documents", r)
        .and_then(|list| list.bounded((1, MAX_DOCUMENTS), ("documents", code), r));
    for node in nodes.unwrap_or_default() {
        if !node.object(&["Type", "Url"], r) {
            continue;
        }
        let Some(word) = node.need("Type", r).and_then(|kind| kind.word(words, r)) else {
            continue;
        };
        let custom = word.starts_with("Custom");
        let url = node.get("Url");
        match (custom, &url) {
            (true, None) => r
                .faults
                .rule(node.below("Url"), code, format!("is needed for {word}")),
            (false, Some(url)) if r.source == Source::Request => {
                r.faults
                    .rule(&url.path, code, format!("must be left out for {word}"));
            }
            (true | false, _) => {
                let address = url.filter(|_| custom).and_then(|url| address(&url, r));
                if address.is_some() || !custom {
                    read.push((node, word, address));
                }
            }
        }
    }
    read
}

/// Reads an address of the web.
fn address(node: &Node<'_>, r: &mut Reader) -> Option<String> {
    let text = node.text(r)?;
    let rest = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://"));
    let printable = text.chars().all(|c| !c.is_control() && !c.is_whitespace());
    if rest.is_none_or(|rest| rest.is_empty() || rest.starts_with('/')) || !printable {
        let text = format!("must be an address like https://…, not {}", quoted(text));
        r.faults.add(&node.path, text);
        None
    } else if text.len() > MAX_URL {
        r.faults.add(
            &node.path,
            format!("must have {MAX_URL} characters or fewer"),
        );
        None
    } else {
        Some(text.to_owned())
    }
}

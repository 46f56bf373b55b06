//! Contracts: what buyers accept, and what the partner does (Catalog API, UpdateLegalTerms).

use super::asked::{Asked, ContractChoice, EulaChoice};
use super::node::{At, Node, Reader, Source};
use super::remark::Remark;
use super::values;
use crate::domain::web_address::WebAddress;

/// The most documents of one term: more than anybody has.
const MAX_DOCUMENTS: usize = 100;

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
) -> Vec<(Node<'a>, &'static str, Option<WebAddress>)> {
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
                let address = url.filter(|_| custom).and_then(|url| {
                    values::address(&url, url.text(r)?, WebAddress::parse_of_document, r)
                });
                if address.is_some() || !custom {
                    read.push((node, word, address));
                }
            }
        }
    }
    read
}

//! Looking for all markers at once: one after the other takes many times as long.

use std::collections::BTreeMap;

/// The markers that are looked for.
pub struct Search<'m> {
    /// By their first two bytes.
    begin: Vec<Vec<&'m str>>,
}

impl<'m> Search<'m> {
    /// For these markers, of two bytes at least.
    pub fn new(markers: impl Iterator<Item = &'m str>) -> Self {
        let mut begin = vec![Vec::new(); 1 << 16];
        for marker in markers {
            let bytes = marker.as_bytes();
            begin[place(bytes[0], bytes[1])].push(marker);
        }
        Self { begin }
    }

    /// The markers that are in texts, each with the first place where it is.
    pub fn places<'t>(&self, texts: &'t [(String, String)]) -> BTreeMap<&'m str, &'t str> {
        let mut found = BTreeMap::new();
        for (name, text) in texts {
            let bytes = text.as_bytes();
            for (at, pair) in bytes.windows(2).enumerate() {
                for marker in &self.begin[place(pair[0], pair[1])] {
                    if bytes[at..].starts_with(marker.as_bytes()) {
                        found.entry(*marker).or_insert(name.as_str());
                    }
                }
            }
        }
        found
    }
}

fn place(first: u8, second: u8) -> usize {
    usize::from(u16::from_be_bytes([first, second]))
}

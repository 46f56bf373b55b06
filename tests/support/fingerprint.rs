//! What tells one state of the migrations from another, so that a database made for one is not used for the other.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

/// A number for the names and contents of all files below a folder.
pub fn fingerprint_of_files(folder: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    for path in files_below(Path::new(folder)) {
        path.hash(&mut hasher);
        std::fs::read(&path)
            .expect("the file is readable")
            .hash(&mut hasher);
    }
    hasher.finish()
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let entries =
        std::fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut files: Vec<PathBuf> = entries
        .map(|entry| entry.expect("the folder is readable").path())
        .flat_map(|path| {
            if path.is_dir() {
                files_below(&path)
            } else {
                vec![path]
            }
        })
        .collect();
    files.sort();
    files
}

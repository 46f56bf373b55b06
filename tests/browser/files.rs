//! Files on a person's machine, to be uploaded.

use std::path::PathBuf;
use tempfile::TempDir;

/// The smallest file that every reader of PDF opens.
const PDF: &[u8] = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n\
    2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n\
    3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\n\
    trailer<</Root 1 0 R>>\n%%EOF\n";

/// Some that the portal takes and one that it does not; they are gone with this.
pub struct Files {
    pub pdf: PathBuf,
    pub text: PathBuf,
    pub picture: PathBuf,
    folder: TempDir,
}

impl Files {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let contract = b"The partner sells at prices of its own making.\n";
        Self {
            pdf: put(&folder, "terms.pdf", PDF),
            text: put(&folder, "contract.txt", contract),
            picture: put(&folder, "terms.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"),
            folder,
        }
    }

    /// One more.
    pub fn add(&self, name: &str, bytes: &[u8]) -> PathBuf {
        put(&self.folder, name, bytes)
    }
}

fn put(folder: &TempDir, name: &str, bytes: &[u8]) -> PathBuf {
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).expect("a file can be written");
    path
}

//! What a machine can hold about how the project is written: layers, sizes, words, templates, colours and dependencies.
//! Each rule is a function from text to complaints, so that each can be shown to complain.
#![cfg(test)]

#[path = "tidy/contrast.rs"]
mod contrast;
#[path = "tidy/dependencies.rs"]
mod dependencies;
#[path = "tidy/files.rs"]
mod files;
#[path = "tidy/layers.rs"]
mod layers;
#[path = "tidy/templates.rs"]
mod templates;
#[path = "tidy/words.rs"]
mod words;

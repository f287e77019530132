//! acrlint for browsers and Node, as WebAssembly: the language server over a message port ([`Server`]), and what the
//! command line answers as functions over files in memory ([`check`], [`plan`], [`credentials`], [`render`]).
//!
//! `types.d.ts` describes it to JavaScript; `cargo xtask wasm` builds the package.
#![forbid(unsafe_code)]

mod answers;
mod memory;
mod options;
mod server;

use js_sys::JSON;
use serde::de::DeserializeOwned;
use wasm_bindgen::prelude::{JsError, JsValue, wasm_bindgen};

pub use server::Server;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = include_str!("types.d.ts");

/// The findings in files, as `acrlint check --format json` prints them.
///
/// # Errors
/// When an argument is not what `types.d.ts` says, or a file that it names is not there.
#[wasm_bindgen(skip_typescript)]
pub fn check(files: &JsValue, options: &JsValue) -> Result<JsValue, JsError> {
    let options = match options.is_undefined() {
        true => options::CheckOptions::default(),
        false => read("options", options)?,
    };
    answer(answers::check(read("files", files)?, options))
}

/// What a run of a task file does, as `acrlint plan --format json` prints it.
///
/// # Errors
/// As [`check`].
#[wasm_bindgen(skip_typescript)]
pub fn plan(files: &JsValue, path: &str) -> Result<JsValue, JsError> {
    answer(answers::plan(read("files", files)?, path))
}

/// The registries of a run with their credentials, as `acrlint credentials --format json` prints them, and the `script`
/// of `az` commands that closes the gaps.
///
/// # Errors
/// As [`check`].
#[wasm_bindgen(skip_typescript)]
pub fn credentials(files: &JsValue, path: &str, identity: &JsValue) -> Result<JsValue, JsError> {
    let identity = match identity.is_undefined() {
        true => options::Identity::default(),
        false => read("identity", identity)?,
    };
    answer(answers::credentials(read("files", files)?, path, identity))
}

/// The text that the runner would decode; nothing where it refuses the file before.
///
/// # Errors
/// As [`check`].
#[wasm_bindgen(skip_typescript)]
pub fn render(files: &JsValue, path: &str) -> Result<Option<String>, JsError> {
    answers::render(read("files", files)?, path).map_err(JsError::from)
}

/// An argument, which goes from JavaScript to here as JSON.
fn read<T: DeserializeOwned>(name: &str, value: &JsValue) -> Result<T, JsError> {
    let wrong = |why: &str| JsError::new(&format!("`{name}` is not as it should be: {why}"));
    let text = JSON::stringify(value).map_err(|_| wrong("it is no plain data"))?;
    let text = text.as_string().ok_or_else(|| wrong("it is missing"))?;
    serde_json::from_str(&text).map_err(|error| wrong(&error.to_string()))
}

/// An answer, which goes from here to JavaScript as JSON.
fn answer(json: Result<String, answers::Error>) -> Result<JsValue, JsError> {
    JSON::parse(&json?).map_err(|_| JsError::new("the answer is no JSON"))
}

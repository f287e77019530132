//! The language server of ACR task files, for any transport.
//!
//! [`serve`] takes messages from a stream and sends others; how they come and go is the face's own affair. What it reads
//! of the world are files, through a [`Tree`](acrlint_analysis::Tree); what is open in the editor, or sent by a client
//! without a disk, lies over them.
#![forbid(unsafe_code)]

mod answers;
mod capabilities;
mod custom;
mod diagnostics;
mod methods;
mod outgoing;
mod overlay;
mod params;
mod recorder;
mod rpc;
mod serve;
mod server;
mod state;
mod text;
mod uri;

pub use serve::{BadMessage, serve};
pub use uri::folder_of;

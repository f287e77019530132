use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, bail, ensure};
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::json;
use wasm_bindgen_cli_support::Bindgen;

use crate::shell::{cargo, root, run};
use crate::tools::npm_tool;

const TARGET: &str = "wasm32-unknown-unknown";
/// What the package has JavaScript for.
const KINDS: [&str; 3] = ["node", "web", "bundler"];
/// The most that a browser is to load, in bytes after gzip.
const BUDGET: usize = 600_000;
/// Features that the compiler uses, which `wasm-opt` has to know of.
const FEATURES: [&str; 5] = [
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
];

/// Builds the npm package `acrlint-wasm` for Node, browsers and bundlers; its folder.
///
/// # Errors
/// When a step of it fails, or what a browser loads is larger than the budget.
pub(crate) fn build() -> anyhow::Result<PathBuf> {
    add_target()?;
    let package = ["-p", "acrlint-wasm", "--profile", "wasm"];
    run(cargo(&["build", "--target", TARGET]).args(package))?;
    let module = root()
        .join("target")
        .join(TARGET)
        .join("wasm/acrlint_wasm.wasm");
    let folder = root().join("target/wasm/pkg");
    if folder.exists() {
        std::fs::remove_dir_all(&folder)?;
    }
    for kind in KINDS {
        bindings(&module, kind, &folder.join(kind))?;
    }
    optimize(&folder)?;
    write_manifests(&folder)?;
    weigh(&module, &folder.join("web/acrlint_bg.wasm"))?;
    Ok(folder)
}

/// Makes the module smaller. It is the same for all kinds, and takes minutes.
fn optimize(folder: &Path) -> anyhow::Result<()> {
    let [first, others @ ..] = KINDS.map(|kind| folder.join(kind).join("acrlint_bg.wasm"));
    let made = std::fs::read(&first)?;
    for other in &others {
        ensure!(
            std::fs::read(other)? == made,
            "the modules of two kinds differ"
        );
    }
    run(Command::new(npm_tool("binaryen", "wasm-opt")?)
        .arg("-Oz")
        .args(FEATURES)
        .arg(&first)
        .arg("-o")
        .arg(&first))?;
    for other in &others {
        std::fs::copy(&first, other)?;
    }
    Ok(())
}

/// Installs the target where `rustup` manages the compiler; elsewhere it is there or the build says so.
fn add_target() -> anyhow::Result<()> {
    let installed = Command::new("rustup")
        .args(["target", "list", "--installed"])
        .output();
    match installed {
        Ok(output) if !String::from_utf8_lossy(&output.stdout).contains(TARGET) => {
            run(Command::new("rustup").args(["target", "add", TARGET]))
        }
        _ => Ok(()),
    }
}

/// Writes the JavaScript around a module, its types, and the module as that needs it.
fn bindings(module: &Path, kind: &str, folder: &Path) -> anyhow::Result<()> {
    let mut bindgen = Bindgen::new();
    match kind {
        "node" => bindgen.nodejs(true)?,
        "web" => bindgen.web(true)?,
        _ => bindgen.bundler(true)?,
    };
    bindgen
        .input_path(module)
        .out_name("acrlint")
        .typescript(true)
        .generate(folder)
        .with_context(|| format!("the bindings for {kind}"))
}

/// Writes `package.json`, and beside the modules of other kinds than Node's what says so.
fn write_manifests(folder: &Path) -> anyhow::Result<()> {
    let entry = |kind: &str| {
        json!({
            "types": format!("./{kind}/acrlint.d.ts"),
            "default": format!("./{kind}/acrlint.js"),
        })
    };
    let manifest = json!({
        "name": "acrlint-wasm",
        "version": env!("CARGO_PKG_VERSION"),
        "description": "A linter for Azure Container Registry (ACR) task files, and its language server.",
        "license": env!("CARGO_PKG_LICENSE"),
        "repository": env!("CARGO_PKG_REPOSITORY"),
        "main": "./node/acrlint.js",
        "types": "./node/acrlint.d.ts",
        "exports": {
            ".": { "node": entry("node"), "default": entry("bundler") },
            "./web": entry("web"),
            "./web/acrlint_bg.wasm": "./web/acrlint_bg.wasm",
            "./package.json": "./package.json",
        },
        "sideEffects": ["./bundler/*"],
    });
    std::fs::write(folder.join("package.json"), format!("{manifest:#}\n"))?;
    for kind in ["web", "bundler"] {
        let manifest = json!({ "type": "module" });
        std::fs::write(
            folder.join(kind).join("package.json"),
            format!("{manifest}\n"),
        )?;
    }
    Ok(())
}

/// Prints sizes.
///
/// # Errors
/// When what a browser loads is larger than the budget.
fn weigh(module: &Path, loaded: &Path) -> anyhow::Result<()> {
    let mut last = 0;
    for (what, path) in [("as compiled", module), ("as loaded", loaded)] {
        let bytes = std::fs::read(path)?;
        let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
        gzip.write_all(&bytes)?;
        last = gzip.finish()?.len();
        println!("{what:<12} {:>9} bytes, {last:>8} after gzip", bytes.len());
    }
    if last > BUDGET {
        bail!("the module has {last} bytes after gzip, more than {BUDGET}");
    }
    Ok(())
}

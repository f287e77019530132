use std::ffi::OsStr;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, bail, ensure};
use flate2::Compression;
use flate2::write::GzEncoder;
use wasm_bindgen_cli_support::Bindgen;

use crate::shell::{cargo, root, run};
use crate::tools::npm_tool;

const TARGET: &str = "wasm32-unknown-unknown";
/// What the package has JavaScript for.
const KINDS: [&str; 3] = ["node", "web", "bundler"];
/// The most that a browser is to load, in bytes after gzip.
const GOAL: usize = 600_000;
/// What is held today: the goal is not reached, and nothing may get worse.
const BUDGET: usize = 860_000;
/// The same where the standard library cannot be compiled along.
const PLAIN_BUDGET: usize = 960_000;

/// What makes the module smaller after gzip: like functions beside each other, like locals with the same numbers. The levels
/// of `wasm-opt` make it smaller before gzip and larger after.
const PASSES: [&str; 9] = [
    "--duplicate-function-elimination",
    "--rse",
    "--remove-unused-brs",
    "--vacuum",
    "--reorder-locals",
    "--remove-unused-module-elements",
    "--reorder-functions-by-name",
    "--strip-debug",
    "--strip-producers",
];
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
    let (module, budget) = compile()?;
    let folder = root().join("target/wasm/pkg");
    if folder.exists() {
        std::fs::remove_dir_all(&folder)?;
    }
    for kind in KINDS {
        bindings(&module, kind, &folder.join(kind))?;
    }
    let loaded = optimize(&folder)?;
    write_manifests(&folder)?;
    copy_texts(&folder)?;
    weigh(&loaded, budget)?;
    Ok(folder)
}

/// Makes the module smaller, which is the same for all kinds; the path of one.
fn optimize(folder: &Path) -> anyhow::Result<PathBuf> {
    let [first, others @ ..] = KINDS.map(|kind| folder.join(kind).join("acrlint_bg.wasm"));
    let made = std::fs::read(&first)?;
    for other in &others {
        ensure!(
            std::fs::read(other)? == made,
            "the modules of two kinds differ"
        );
    }
    run(Command::new(npm_tool("binaryen", "wasm-opt")?)
        .args(FEATURES)
        .args(PASSES)
        .arg(&first)
        .arg("-o")
        .arg(&first))?;
    for other in &others {
        std::fs::copy(&first, other)?;
    }
    Ok(first)
}

/// Compiles the module; its path, and how large it may be. Where the compiler's own source is at hand, the standard library
/// is compiled with it: for size, and without texts for panics, which end in a trap there in any case.
fn compile() -> anyhow::Result<(PathBuf, usize)> {
    let folder = root().join("target/wasm/build");
    let build = |more: &[&str]| {
        let mut build = cargo(&["build", "--target", TARGET]);
        build
            .args(["-p", "acrlint-wasm", "--profile", "wasm"])
            .args(more)
            .env("CARGO_TARGET_DIR", &folder);
        build
    };
    let mut small = build(&[
        "-Zbuild-std=std,panic_abort",
        "-Zbuild-std-features=optimize_for_size",
    ]);
    small
        // what is not stable yet, of a stable compiler
        .env("RUSTC_BOOTSTRAP", "1")
        .env(
            "RUSTFLAGS",
            "-Zunstable-options -Cpanic=immediate-abort -Zlocation-detail=none",
        );
    let module = folder.join(TARGET).join("wasm/acrlint_wasm.wasm");
    if has_source() && run(&mut small).is_ok() {
        return Ok((module, BUDGET));
    }
    println!("the standard library is not compiled for size: the module is a tenth larger");
    run(&mut build(&[]))?;
    Ok((module, PLAIN_BUDGET))
}

/// Whether the source of the standard library is at hand; `rustup` gets it where it manages the compiler.
fn has_source() -> bool {
    if rustup(&["component", "list", "--installed"]).is_some_and(|all| !all.contains("rust-src")) {
        // without it the module is larger, and that is said
        let _ = run(Command::new("rustup").args(["component", "add", "rust-src"]));
    }
    let root = cargo_rustc(&["--print", "sysroot"]);
    root.is_some_and(|root| {
        Path::new(root.trim())
            .join("lib/rustlib/src/rust/library/Cargo.lock")
            .exists()
    })
}

fn cargo_rustc(args: &[&str]) -> Option<String> {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    printed(&rustc, args)
}

fn rustup(args: &[&str]) -> Option<String> {
    printed("rustup".as_ref(), args)
}

/// What a program prints in the top folder, if it is there.
fn printed(program: &OsStr, args: &[&str]) -> Option<String> {
    let mut command = Command::new(program);
    let output = command.args(args).current_dir(root()).output().ok()?;
    Some(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Installs the target where `rustup` manages the compiler; elsewhere it is there or the build says so.
fn add_target() -> anyhow::Result<()> {
    match rustup(&["target", "list", "--installed"]) {
        Some(installed) if !installed.contains(TARGET) => {
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
        .omit_default_module_path(false)
        .generate(folder)
        .with_context(|| format!("the bindings for {kind}"))
}

/// Writes `package.json`, and beside the modules of other kinds than Node's what says so.
fn write_manifests(folder: &Path) -> anyhow::Result<()> {
    let manifest = std::fs::read_to_string(root().join("crates/wasm/package.json"))?;
    let manifest = manifest.replace("VERSION", env!("CARGO_PKG_VERSION"));
    std::fs::write(folder.join("package.json"), manifest)?;
    for kind in ["web", "bundler"] {
        let manifest = folder.join(kind).join("package.json");
        std::fs::write(manifest, "{ \"type\": \"module\" }\n")?;
    }
    Ok(())
}

/// The page of the package and its licences.
fn copy_texts(folder: &Path) -> anyhow::Result<()> {
    for text in ["crates/wasm/README.md", "LICENSE-MIT", "LICENSE-APACHE"] {
        let from = root().join(text);
        let name = from.file_name().context("a name")?;
        std::fs::copy(&from, folder.join(name)).with_context(|| format!("copying {text}"))?;
    }
    Ok(())
}

/// Prints the size of what a browser loads.
///
/// # Errors
/// When it is larger than the budget.
fn weigh(loaded: &Path, budget: usize) -> anyhow::Result<()> {
    let bytes = std::fs::read(loaded)?;
    let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
    gzip.write_all(&bytes)?;
    let size = gzip.finish()?.len();
    println!(
        "a browser loads {} bytes, {size} after gzip (goal {GOAL})",
        bytes.len()
    );
    if size > budget {
        bail!("the module has {size} bytes after gzip, more than the {budget} that are held");
    }
    if size > GOAL {
        println!("OVER BUDGET: {} bytes above the goal", size - GOAL);
    }
    Ok(())
}

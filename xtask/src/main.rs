//! Builds the browser's half of the site into `target/site`: the WASM module and its glue, the
//! CSS, Leaflet and the files of `public/`, each with a brotli and a gzip copy.
//!
//! The same steps as cargo-leptos takes, with the bindgen of Cargo.lock and nothing downloaded.

use std::{
    error::Error,
    fs,
    io::Write,
    path::{Path, PathBuf},
    process::Command,
    time::SystemTime,
};

type Outcome<T = ()> = Result<T, Box<dyn Error>>;

const MODULE: &str = "target/wasm32-unknown-unknown/wasm-release/heydoctor.wasm";
const SITE: &str = "target/site";
/// The features every browser since 2022 has; wasm-opt must be told which ones rustc used.
const WASM_OPT: &[&str] = &[
    "-Oz",
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-multivalue",
];

fn main() -> Outcome {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().ok_or("xtask lies in the project")?;
    std::env::set_current_dir(root)?;
    match std::env::args().nth(1).as_deref() {
        Some("site") => site(),
        _ => Err("usage: cargo run -p xtask -- site".into()),
    }
}

fn site() -> Outcome {
    cargo_wasm()?;
    let pkg = Path::new(SITE).join("pkg");
    fs::create_dir_all(&pkg)?;
    if newer(Path::new(MODULE), &pkg.join("heydoctor.wasm")) {
        bindgen(&pkg)?;
        run(
            "node",
            &["node_modules/binaryen/bin/wasm-opt"],
            WASM_OPT,
            &[&pkg.join("heydoctor_bg.wasm"), Path::new("-o"), &pkg.join("heydoctor.unfinished")],
        )?;
        fs::rename(pkg.join("heydoctor.unfinished"), pkg.join("heydoctor.wasm"))?;
        fs::remove_file(pkg.join("heydoctor_bg.wasm"))?;
    }
    run("node", &["tools/css.mjs", "style/main.css"], &[], &[&pkg.join("heydoctor.css")])?;
    copy_folder(Path::new("public"), Path::new(SITE))?;
    let leaflet = Path::new(SITE).join("leaflet");
    fs::create_dir_all(&leaflet)?;
    for file in ["leaflet.js", "leaflet.css"] {
        copy(&Path::new("node_modules/leaflet/dist").join(file), &leaflet.join(file))?;
    }
    compress(Path::new(SITE))
}

/// The library for the browser; cargo decides whether there is anything to do.
fn cargo_wasm() -> Outcome {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".into());
    let args = ["build", "--lib", "--locked", "--features", "hydrate", "--target", "wasm32-unknown-unknown"];
    run(&cargo, &args, &["--profile", "wasm-release"], &[])
}

fn bindgen(pkg: &Path) -> Outcome {
    let mut bindgen = wasm_bindgen_cli_support::Bindgen::new();
    bindgen.input_path(MODULE).out_name("heydoctor").typescript(false);
    bindgen.web(true).map_err(|e| e.to_string())?;
    bindgen.remove_name_section(true).remove_producers_section(true).omit_default_module_path(true);
    bindgen.generate(pkg).map_err(|e| format!("{e:#}"))?;
    Ok(())
}

fn run(program: &str, first: &[&str], more: &[&str], paths: &[&Path]) -> Outcome {
    let status = Command::new(program).args(first).args(more).args(paths).status();
    match status {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("{program} {first:?} ended with {status}").into()),
        Err(error) => Err(format!("{program} does not start: {error}").into()),
    }
}

fn copy_folder(from: &Path, to: &Path) -> Outcome {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() { copy_folder(&entry.path(), &target)? } else { copy(&entry.path(), &target)? }
    }
    Ok(())
}

fn copy(from: &Path, to: &Path) -> Outcome {
    if newer(from, to) {
        fs::copy(from, to).map_err(|e| format!("{}: {e}", from.display()))?;
    }
    Ok(())
}

/// Whether `to` is missing or older than `from`.
fn newer(from: &Path, to: &Path) -> bool {
    let changed = |path: &Path| fs::metadata(path).and_then(|m| m.modified()).unwrap_or(SystemTime::UNIX_EPOCH);
    !to.exists() || changed(from) > changed(to)
}

/// A `.br` and a `.gz` beside every text and module that is worth it and has changed.
fn compress(folder: &Path) -> Outcome {
    for path in files(folder)? {
        let kind = path.extension().and_then(|e| e.to_str()).unwrap_or_default();
        if !["wasm", "js", "css", "svg", "json", "webmanifest", "txt"].contains(&kind) {
            continue;
        }
        let beside = |suffix: &str| PathBuf::from(format!("{}.{suffix}", path.display()));
        if !newer(&path, &beside("br")) {
            continue;
        }
        let plain = fs::read(&path)?;
        let mut small = Vec::new();
        brotli::BrotliCompress(&mut plain.as_slice(), &mut small, &Default::default())?;
        place(&small, &beside("br"))?;
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        gzip.write_all(&plain)?;
        place(&gzip.finish()?, &beside("gz"))?;
    }
    Ok(())
}

/// Writes a file as a whole or not at all: a stopped build leaves no half of one behind.
fn place(bytes: &[u8], path: &Path) -> Outcome {
    let unfinished = PathBuf::from(format!("{}.unfinished", path.display()));
    fs::write(&unfinished, bytes)?;
    Ok(fs::rename(unfinished, path)?)
}

fn files(folder: &Path) -> Outcome<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() { found.extend(files(&entry.path())?) } else { found.push(entry.path()) }
    }
    Ok(found)
}

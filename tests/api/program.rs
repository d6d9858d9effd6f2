//! The program itself, with an environment of the test's own.

use std::{
    fs,
    net::{SocketAddr, TcpListener},
    process::{Child, Command, Output, Stdio},
    thread,
    time::{Duration, Instant},
};

use tempfile::TempDir;

use crate::{
    app::site_files,
    client::{Answer, request, send_blocking},
};

/// `heydoctor` that inherits nothing but what it needs to start.
pub fn heydoctor(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_heydoctor"));
    command.args(args).env_clear().stdin(Stdio::null());
    command
}

/// Runs a command that ends by itself, with these settings.
pub fn run(args: &[&str], settings: &[(&str, &str)]) -> Output {
    heydoctor(args).envs(settings.iter().copied()).output().unwrap()
}

pub fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

/// An address on which nobody listens.
pub fn free_address() -> SocketAddr {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap()
}

/// A running server with a SQLite file of its own.
pub struct Server {
    pub address: SocketAddr,
    pub metrics: SocketAddr,
    pub url: String,
    process: Child,
    folder: TempDir,
    site: TempDir,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Server {
    /// Serves 60 demonstration places once they are loaded and it is ready.
    pub fn start(settings: &[(&str, &str)]) -> Self {
        let (folder, site) = (tempfile::tempdir().unwrap(), site_files());
        let url = format!("sqlite://{}/test.db", folder.path().display());
        let loaded = run(&["demo", "--places", "60"], &[("DATABASE_URL", &url)]);
        assert!(loaded.status.success(), "{}", text(&loaded.stderr));
        let (address, metrics) = (free_address(), free_address());
        let process = serve(&folder, &site, &url, (address, metrics), settings);
        let mut server = Self { address, metrics, url, process, folder, site };
        server.wait();
        server
    }

    /// Ends it and serves the same data with other settings.
    pub fn start_again(&mut self, settings: &[(&str, &str)]) {
        self.stop();
        (self.address, self.metrics) = (free_address(), free_address());
        self.process = serve(&self.folder, &self.site, &self.url, (self.address, self.metrics), settings);
        self.wait();
    }

    fn wait(&mut self) {
        wait_until("the server is ready", || {
            assert_eq!(self.process.try_wait().unwrap(), None, "{}", self.log());
            self.health().status.success()
        });
    }

    /// The folder of its site.
    pub fn site_root(&self) -> &str {
        self.site.path().to_str().unwrap()
    }

    /// `heydoctor health` for this server.
    pub fn health(&self) -> Output {
        run(&["health"], &[("HEYDOCTOR_LISTEN", &self.address.to_string())])
    }

    pub fn get(&self, target: &str) -> Answer {
        send_blocking(self.address, &request("GET", target.as_bytes(), &[], b""))
    }

    /// All that it has written to standard error.
    pub fn log(&self) -> String {
        fs::read_to_string(self.folder.path().join("log")).unwrap()
    }

    /// All that it has written to standard output.
    pub fn screen(&self) -> String {
        fs::read_to_string(self.folder.path().join("screen")).unwrap()
    }

    /// Sends SIGTERM and gives how it ended, and after how long.
    pub fn stop(&mut self) -> (std::process::ExitStatus, Duration) {
        let start = Instant::now();
        let sent = Command::new("kill").args(["-TERM", &self.process.id().to_string()]).status().unwrap();
        assert!(sent.success());
        (self.process.wait().unwrap(), start.elapsed())
    }
}

/// A server on these addresses; what it writes is put behind what was written before.
fn serve(
    folder: &TempDir,
    site: &TempDir,
    url: &str,
    (address, metrics): (SocketAddr, SocketAddr),
    settings: &[(&str, &str)],
) -> Child {
    let file = |name| fs::OpenOptions::new().create(true).append(true).open(folder.path().join(name)).unwrap();
    heydoctor(&["serve"])
        .env("DATABASE_URL", url)
        .env("HEYDOCTOR_LISTEN", address.to_string())
        .env("HEYDOCTOR_METRICS_LISTEN", metrics.to_string())
        .env("HEYDOCTOR_SITE_ROOT", site.path())
        .envs(settings.iter().copied())
        .stdout(file("screen"))
        .stderr(file("log"))
        .spawn()
        .unwrap()
}

/// Looks again and again, for at most half a minute.
pub fn wait_until(what: &str, mut is_so: impl FnMut() -> bool) {
    let start = Instant::now();
    while !is_so() {
        assert!(start.elapsed() < Duration::from_secs(30), "in time: {what}");
        thread::sleep(Duration::from_millis(50));
    }
}

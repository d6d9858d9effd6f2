//! The program itself, with an environment of the test's own.

use std::{
    fs,
    io::Read,
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
    _site: TempDir,
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
        let log = fs::File::create(folder.path().join("log")).unwrap();
        let process = heydoctor(&["serve"])
            .env("DATABASE_URL", &url)
            .env("HEYDOCTOR_LISTEN", address.to_string())
            .env("HEYDOCTOR_METRICS_LISTEN", metrics.to_string())
            .env("HEYDOCTOR_SITE_ROOT", site.path())
            .envs(settings.iter().copied())
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .unwrap();
        let mut server = Self { address, metrics, url, process, folder, _site: site };
        wait_until("the server is ready", || {
            assert_eq!(server.process.try_wait().unwrap(), None, "{}", server.log());
            server.health().status.success()
        });
        server
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
        let mut text = String::new();
        fs::File::open(self.folder.path().join("log")).unwrap().read_to_string(&mut text).unwrap();
        text
    }

    /// Sends SIGTERM and gives how it ended, and after how long.
    pub fn stop(&mut self) -> (std::process::ExitStatus, Duration) {
        let start = Instant::now();
        let sent = Command::new("kill").args(["-TERM", &self.process.id().to_string()]).status().unwrap();
        assert!(sent.success());
        (self.process.wait().unwrap(), start.elapsed())
    }
}

/// Looks again and again, for at most half a minute.
pub fn wait_until(what: &str, mut is_so: impl FnMut() -> bool) {
    let start = Instant::now();
    while !is_so() {
        assert!(start.elapsed() < Duration::from_secs(30), "in time: {what}");
        thread::sleep(Duration::from_millis(50));
    }
}

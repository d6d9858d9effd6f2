//! A MariaDB server of one's own that can be killed and started again on the same data, with
//! commits that last.

use std::{
    fs,
    net::{TcpListener, TcpStream},
    path::Path,
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use tempfile::TempDir;

pub struct MariaDb {
    folder: TempDir,
    port: u16,
    process: Option<Child>,
}

impl Drop for MariaDb {
    fn drop(&mut self) {
        self.kill();
    }
}

/// The first of these programs that is installed.
fn program(names: &[&str]) -> Option<String> {
    let places = ["/usr/sbin", "/usr/bin", "/usr/local/bin", "/usr/local/sbin"];
    let mut all = names.iter().flat_map(|name| places.map(|place| format!("{place}/{name}")));
    all.find(|path| Path::new(path).exists())
}

/// The database server, which as root must be told that this is meant.
fn server() -> Command {
    let mut command = Command::new(program(&["mariadbd", "mysqld"]).expect("MariaDB or MySQL is installed"));
    command.arg("--no-defaults").args(as_root());
    command
}

fn as_root() -> Option<&'static str> {
    let id = Command::new("id").arg("-u").output().expect("id runs");
    (id.stdout == b"0\n").then_some("--user=root")
}

/// Makes an empty data folder, in MariaDB's way or in MySQL's.
fn make(data: &str) {
    let mut command = match program(&["mariadb-install-db"]) {
        Some(install) => {
            let mut command = Command::new(install);
            let plain = ["--no-defaults", "--auth-root-authentication-method=normal", "--skip-test-db"];
            command.args(plain).args(as_root());
            command
        }
        None => {
            let mut command = server();
            command.arg("--initialize-insecure");
            command
        }
    };
    let made = command.arg(format!("--datadir={data}")).stdout(Stdio::null()).stderr(Stdio::null()).status();
    assert!(made.expect("the server's programs run").success(), "an empty database is made");
}

impl MariaDb {
    pub fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("data");
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        make(&data.display().to_string());
        let user = "CREATE USER IF NOT EXISTS 'heydoctor'@'%' IDENTIFIED BY 'heydoctor';\nGRANT ALL ON *.* TO 'heydoctor'@'%';\n";
        fs::write(folder.path().join("init.sql"), user).unwrap();
        let mut server = Self { folder, port, process: None };
        server.start_again();
        server
    }

    /// Without a database.
    pub fn url(&self) -> String {
        format!("mysql://heydoctor:heydoctor@127.0.0.1:{}", self.port)
    }

    /// `kill -9`.
    pub fn kill(&mut self) {
        if let Some(mut process) = self.process.take() {
            let _ = process.kill();
            let _ = process.wait();
        }
    }

    pub fn start_again(&mut self) {
        let at = |name: &str| self.folder.path().join(name).display().to_string();
        let log = fs::File::options().create(true).append(true).open(at("log")).unwrap();
        let process = server()
            .args(["--bind-address=127.0.0.1", "--skip-name-resolve", "--skip-log-bin"])
            .args(["--innodb-flush-log-at-trx-commit=1", "--innodb-buffer-pool-size=64M", "--max-connections=200"])
            .args([
                format!("--datadir={}", at("data")),
                format!("--socket={}", at("sock")),
                format!("--pid-file={}", at("pid")),
            ])
            .args([format!("--init-file={}", at("init.sql")), format!("--port={}", self.port)])
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .unwrap();
        self.process = Some(process);
        let start = Instant::now();
        while TcpStream::connect(("127.0.0.1", self.port)).is_err() {
            assert!(start.elapsed() < Duration::from_secs(30), "MariaDB does not answer");
            thread::sleep(Duration::from_millis(50));
        }
    }
}

//! Databases for tests: a fresh SQLite file, or a fresh database on a private MySQL server. The
//! server is the one of `HEYDOCTOR_TEST_MYSQL_URL`, else one for this test process, started by
//! tools/test-mysql.sh. Without either a test fails: it is never skipped.

use std::{
    io::{BufRead, BufReader},
    process::{Child, Command, Stdio},
    sync::{
        OnceLock,
        atomic::{AtomicU32, Ordering},
    },
};

use heydoctor::store::Store;
use sqlx::{AssertSqlSafe, Connection, MySqlConnection};
use tempfile::TempDir;

/// A database of one test's own.
pub struct TestDatabase {
    /// For `DATABASE_URL`.
    pub url: String,
    /// The folder of a SQLite file; removed with the test.
    _folder: Option<TempDir>,
}

impl TestDatabase {
    /// An empty SQLite file's place, in a folder that does not exist yet.
    pub async fn sqlite() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let url = format!("sqlite://{}", folder.path().join("data/test.db").display());
        Self { url, _folder: Some(folder) }
    }

    /// An empty MySQL database.
    pub async fn mysql() -> Self {
        Self::on_server(mysql_server()).await
    }

    /// An empty database on a MySQL server.
    pub async fn on_server(server: &str) -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let name = format!("t_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let mut conn = MySqlConnection::connect(&format!("{server}/mysql")).await.expect("the test server answers");
        let create = format!("CREATE DATABASE {name} CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci");
        sqlx::raw_sql(AssertSqlSafe(create)).execute(&mut conn).await.expect("a database of the test's own");
        conn.close().await.expect("the connection closes");
        Self { url: format!("{server}/{name}"), _folder: None }
    }

    /// A store on it with the newest schema.
    pub async fn store(&self) -> Store {
        let store = Store::connect(&self.url).await.expect("the database opens");
        store.migrate().await.expect("the schema is made");
        store
    }
}

/// The server's address without a database.
fn mysql_server() -> &'static str {
    static SERVER: OnceLock<(String, Option<Child>)> = OnceLock::new();
    &SERVER
        .get_or_init(|| match std::env::var("HEYDOCTOR_TEST_MYSQL_URL") {
            Ok(url) => (url.trim_end_matches('/').to_owned(), None),
            Err(_) => {
                let (url, child) = start_server();
                (url, Some(child))
            }
        })
        .0
}

/// Starts a server that stops when this process ends: its script waits for the end of its input,
/// which comes however the process ends.
pub fn start_server() -> (String, Child) {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tools/test-mysql.sh");
    let mut child = Command::new(script)
        .args(["sh", "-c", "echo \"$HEYDOCTOR_TEST_MYSQL_URL\"; exec cat >/dev/null"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("tools/test-mysql.sh runs");
    let mut url = String::new();
    let stdout = child.stdout.take().expect("its output is piped");
    BufReader::new(stdout).read_line(&mut url).expect("its output is text");
    assert!(url.starts_with("mysql://"), "no MySQL server for the tests: see the message of tools/test-mysql.sh");
    (url.trim().to_owned(), child)
}

/// Makes two tests of each function that takes a [`TestDatabase`]: one a database.
#[macro_export]
macro_rules! on_both_databases {
    ($($test:ident),+ $(,)?) => {
        mod sqlite {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $test() {
                super::$test($crate::support::TestDatabase::sqlite().await).await;
            })+
        }
        mod mysql {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $test() {
                super::$test($crate::support::TestDatabase::mysql().await).await;
            })+
        }
    };
}

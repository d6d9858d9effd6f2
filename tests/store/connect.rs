//! Opening databases, and the schema.

use heydoctor::{
    domain::{hospital::Source, record::Part},
    store::{ChangedRow, NewRow, Store, StoreError},
};
use jiff::civil::date;
use sqlx::{Connection, MySqlConnection};

use crate::{
    made::{import, nmc, now, one},
    on_both_databases,
    support::TestDatabase,
};

on_both_databases!(migrating_again_and_at_once_is_harmless);

async fn migrating_again_and_at_once_is_harmless(database: TestDatabase) {
    let connect = || async { Store::connect(&database.url).await.unwrap() };
    let stores = [connect().await, connect().await, connect().await];
    let (a, b, c) = tokio::join!(stores[0].migrate(), stores[1].migrate(), stores[2].migrate());
    assert!(a.is_ok() && b.is_ok() && c.is_ok(), "{a:?} {b:?} {c:?}");
    let store = database.store().await;
    store.ping().await.unwrap();
    assert_eq!(store.revision().await.unwrap(), 0);
    assert!(store.hospitals().all().await.unwrap().is_empty());
}

#[tokio::test]
async fn wrong_addresses_name_the_variable_and_the_mend() {
    let folder = tempfile::tempdir().unwrap();
    for url in ["", "postgres://localhost/x", "mysql://localhost", "sqlite::memory:", "sqlite://x.db?mode=nonsense"] {
        let error = Store::connect(url).await.unwrap_err();
        assert!(matches!(&error, StoreError::Url(text) if text.contains("DATABASE_URL")), "{url}: {error:?}");
    }
    // A file where a folder should be; nobody listens on port 1.
    let file = folder.path().join("file");
    std::fs::write(&file, "").unwrap();
    for url in [format!("sqlite://{}/x.db", file.display()), "mysql://u:p@127.0.0.1:1/x".to_owned()] {
        let error = Store::connect(&url).await.unwrap_err();
        assert!(matches!(error, StoreError::Unavailable(_)), "{url}: {error:?}");
        assert!(!error.is_retryable());
    }
}

/// What the server tells of the test's own database.
async fn count(conn: &mut MySqlConnection, sql: &'static str) -> i64 {
    sqlx::query_scalar(sql).fetch_one(conn).await.unwrap()
}

#[tokio::test]
async fn mysql_tables_fit_both_servers_and_a_cluster() {
    let database = TestDatabase::mysql().await;
    database.store().await;
    let mut conn = MySqlConnection::connect(&database.url).await.unwrap();
    let foreign = "SELECT COUNT(*) FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() \
                   AND (ENGINE <> 'InnoDB' OR TABLE_COLLATION LIKE '%0900%') AND TABLE_NAME NOT LIKE '%sqlx%'";
    assert_eq!(count(&mut conn, foreign).await, 0, "every table is InnoDB with a collation that both servers have");
    let keyless = "SELECT COUNT(*) FROM information_schema.TABLES t WHERE TABLE_SCHEMA = DATABASE() AND NOT EXISTS \
                   (SELECT 1 FROM information_schema.TABLE_CONSTRAINTS c WHERE c.TABLE_SCHEMA = t.TABLE_SCHEMA \
                    AND c.TABLE_NAME = t.TABLE_NAME AND c.CONSTRAINT_TYPE = 'PRIMARY KEY')";
    assert_eq!(count(&mut conn, keyless).await, 0, "a cluster needs a primary key everywhere");
}

#[tokio::test]
async fn mysql_sessions_are_strict_and_read_what_is_committed() {
    let database = TestDatabase::mysql().await;
    let store = database.store().await;
    import(&store, vec![nmc(1)]).await;
    let id = one(&store).await.id.0;
    let mut session = store.imports().begin(Source::Nmc, now()).await.unwrap();
    assert_eq!(session.stored(&[id]).await.unwrap()[0].0.name, "푸른나무1의원");
    let mut conn = MySqlConnection::connect(&database.url).await.unwrap();
    sqlx::query("UPDATE hospital SET name = '새이름'").execute(&mut conn).await.unwrap();
    assert_eq!(session.stored(&[id]).await.unwrap()[0].0.name, "새이름", "READ COMMITTED");
    let change =
        ChangedRow { id: 9, digest: 0, facts: "{}".into(), region: None, pharmacy: false, as_of: date(2026, 5, 1) };
    let row = NewRow { id: 9, key: "k".repeat(191), part: Part::Basic, change, hospital: None };
    assert!(session.add_rows(&[row]).await.is_err(), "a key is never cut short");
    session.abandon().await.unwrap();
}

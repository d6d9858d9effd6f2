//! What the running program does by itself: it ends offers and forgets.

use std::sync::Arc;

use heydoctor::{
    booking::{Desk, DeskSettings, Today},
    directory::Builder,
    domain::{
        booking::Status,
        holiday::HolidayCalendar,
        hospital::HospitalId,
        time::{parse_moment, timestamp},
    },
    store::{SealedColumn, Store},
    vault::DataKeys,
};

use crate::{
    app::DATA_KEY,
    clinic::{Clinic, THURSDAY},
    program::Server,
};

/// A desk on a server's database, as another server has one, at a moment.
pub async fn desk_beside(server: &Server, now: &str) -> (Desk, Today) {
    let store = Store::connect(&server.url).await.unwrap();
    let mut builder = Builder::new();
    store.hospitals().each_open(|place| builder.push(place)).await.unwrap();
    let directory = Arc::new(builder.finish(HolidayCalendar::builtin()));
    let keys = DataKeys::parse([DATA_KEY]).unwrap();
    let desk = Desk::open(store, keys, DeskSettings::default()).await.unwrap();
    (desk, Today { now: timestamp(parse_moment(now).unwrap()), directory })
}

fn settings(now: &str) -> [(&str, &str); 2] {
    [("HEYDOCTOR_DATA_KEY", DATA_KEY), ("HEYDOCTOR_FIXED_TIME", now)]
}

/// Looks at the database again and again, for at most half a minute.
async fn eventually(what: &str, is_so: impl AsyncFn() -> bool) {
    for _ in 0..300 {
        if is_so().await {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    panic!("in time: {what}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn offers_end_and_old_visits_are_forgotten() {
    let now = "2026-11-25T10:00:00+09:00";
    let mut server = Server::start(&settings(now));
    let (desk, today) = desk_beside(&server, now).await;
    let page = server.get("/api/v1/hospitals?limit=1").json();
    let hospital = HospitalId::parse(page["items"][0]["id"].as_str().unwrap()).unwrap();
    let clinic = Clinic::open_at(desk.store(), hospital, 1).await;
    let receipt = clinic.book(&desk, "01012342471", THURSDAY, "k1", &today).await;
    for phone in ["01098761234", "01098765678"] {
        clinic.wait(&desk, phone, THURSDAY, &today).await;
    }
    desk.cancel(&receipt.token, &today).await.unwrap();
    let offers = async |status| {
        let rows = desk.store().bookings().of_days(hospital, THURSDAY, THURSDAY).await.unwrap();
        rows.into_iter().filter(|row| row.status == status).count()
    };
    assert_eq!((offers(Status::Offered).await, offers(Status::Lapsed).await), (1, 0));
    server.start_again(&settings("2026-11-25T10:20:00+09:00"));
    eventually("the next in line has the offer", async || {
        (offers(Status::Offered).await, offers(Status::Lapsed).await) == (1, 1)
    })
    .await;
    server.start_again(&settings("2028-01-03T10:00:00+09:00"));
    eventually("nothing personal is left", async || {
        let known = [SealedColumn::Patient, SealedColumn::Reason, SealedColumn::Answer, SealedColumn::Waiting];
        for column in known {
            if !desk.store().sealed_otherwise(column, b"none", 0, 10).await.unwrap().is_empty() {
                return false;
            }
        }
        true
    })
    .await;
    assert!(server.stop().0.success());
}

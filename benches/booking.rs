//! Bookings over HTTP on a MariaDB server of the benchmark's own, with commits that last
//! (`innodb_flush_log_at_trx_commit=1`), beside bare single-row inserts into the same server. Server,
//! database and clients share this machine: ratios and medians count.
//!
//! `cargo bench --features ssr --bench booking`
#![allow(clippy::unwrap_used, reason = "a benchmark may fail")]

#[path = "../tests/support/mariadb.rs"]
mod mariadb;

use std::{
    io::{Read, Write},
    net::{Ipv4Addr, SocketAddr, TcpStream},
    path::Path,
    sync::atomic::{AtomicUsize, Ordering},
    thread,
    time::{Duration, Instant},
};

use axum::serve::ListenerExt;
use heydoctor::{
    booking::{BookingRequest, Desk, DeskSettings, Today},
    config::Proxies,
    domain::{
        booking::Channel,
        hospital::{HospitalId, Source},
        patient::{Mobile, Patient, PersonName, Relation},
        schedule::{Doctor, DoctorId, Policy, Template},
        time,
    },
    http,
    import::{demo, run},
    state::{AppState, Site},
    store::Store,
    vault::DataKeys,
    words::Lang,
};
use jiff::{
    SignedDuration, ToSpan,
    civil::{DateTime, date},
};
use sqlx::{Connection, MySqlConnection, mysql::MySqlPoolOptions};

const CLIENTS: usize = 32;
const BOOKINGS: usize = 6_000;
const ROUNDS: usize = 3;
const DOCTORS: u32 = 20;
const WEEK: &str = "0900-2100;0900-2100;0900-2100;0900-2100;0900-2100;0900-2100;0900-2100;0900-2100";
const NOW: &str = "2026-11-25T08:00:00+09:00";

fn main() {
    let server = mariadb::MariaDb::start();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let bare = median((0..ROUNDS).map(|round| runtime.block_on(bare_inserts(&server.url(), round))).collect());
    let (address, state, hospital, doctors) = runtime.block_on(open(&server.url()));
    let next = AtomicUsize::new(0);
    let rates = (0..ROUNDS).map(|_| bookings(address, hospital, &doctors, &next)).collect();
    let rate = median(rates);
    println!("bare durable inserts, {CLIENTS} connections   {bare:8.0}/s");
    println!(
        "bookings over HTTP, {CLIENTS} clients         {rate:8.0}/s   {:.0} % of bare inserts",
        100.0 * rate / bare
    );
    let booked = next.load(Ordering::Relaxed);
    let (first, median, p99) = runtime.block_on(months(&state, hospital, &doctors));
    println!(
        "slots of 31 days, {DOCTORS} doctors, {booked} booked   median {median:.2} ms, p99 {p99:.2} ms, the first {first:.2} ms"
    );
    let (won, p99) = contested(address, hospital, doctors[0]);
    println!("one seat, 64 clients: {won} booked, the slowest answer of 99 % after {p99:.0} ms");
}

async fn bare_inserts(url: &str, round: usize) -> f64 {
    let mut admin = MySqlConnection::connect(&format!("{url}/mysql")).await.unwrap();
    sqlx::query("CREATE DATABASE IF NOT EXISTS bare").execute(&mut admin).await.unwrap();
    let pool = MySqlPoolOptions::new().max_connections(CLIENTS as u32).connect(&format!("{url}/bare")).await.unwrap();
    sqlx::query("CREATE TABLE IF NOT EXISTS bare (id BIGINT AUTO_INCREMENT PRIMARY KEY, round BIGINT, what VARBINARY(300)) ENGINE = InnoDB")
        .execute(&pool)
        .await
        .unwrap();
    let start = Instant::now();
    let clients: Vec<_> = (0..CLIENTS)
        .map(|_| {
            let pool = pool.clone();
            tokio::spawn(async move {
                for _ in 0..BOOKINGS / CLIENTS {
                    let insert = sqlx::query("INSERT INTO bare (round, what) VALUES (?, ?)");
                    insert.bind(round as i64).bind(&[7_u8; 300][..]).execute(&pool).await.unwrap();
                }
            })
        })
        .collect();
    for client in clients {
        client.await.unwrap();
    }
    BOOKINGS as f64 / start.elapsed().as_secs_f64()
}

async fn open(url: &str) -> (SocketAddr, AppState, HospitalId, Vec<DoctorId>) {
    let mut admin = MySqlConnection::connect(&format!("{url}/mysql")).await.unwrap();
    sqlx::query("CREATE DATABASE bench CHARACTER SET utf8mb4").execute(&mut admin).await.unwrap();
    let store = Store::connect(&format!("{url}/bench")).await.unwrap();
    store.migrate().await.unwrap();
    let now = time::timestamp(time::parse_moment(NOW).unwrap());
    let options = run::Options { source: Source::Demo, accept_closures: true, now };
    run::run_records(&store, &options, demo::generate(3_000, 1, date(2026, 11, 25)), |_| ()).await.unwrap();
    let hospital = HospitalId(1);
    let mut work = store.begin().await.unwrap();
    work.set_policy(hospital, &Policy { max_ahead_days: 60, ..Policy::default() }).await.unwrap();
    let mut doctors = Vec::new();
    for number in 0..DOCTORS {
        let template = Template::new(WEEK.parse().unwrap(), 20, 0, 1, 0).unwrap();
        let name = format!("의사 {number}");
        let doctor = Doctor { id: DoctorId(0), name, specialty: None, template, active: true, has_photo: false };
        doctors.push(work.add_doctor(hospital, &doctor).await.unwrap());
    }
    work.commit().await.unwrap();
    let site = Site {
        tile_url: String::new(),
        tile_origin: String::new(),
        public_url: "http://127.0.0.1".to_owned(),
        build: "bench".to_owned(),
        fixed_time: time::parse_moment(NOW),
    };
    let keys = DataKeys::parse([DataKeys::random().as_str()]).unwrap();
    let desk = Desk::open(store, keys, DeskSettings { limits: false, unguarded: false }).await.unwrap();
    let state = AppState::open(desk, site, None, Path::new("target/site")).await.unwrap();
    let listener = tokio::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let address = listener.local_addr().unwrap();
    let router = http::router(state.clone(), Proxies::default()).into_make_service_with_connect_info::<SocketAddr>();
    let listener = listener.tap_io(|stream| _ = stream.set_nodelay(true));
    tokio::spawn(async move { axum::serve(listener, router).await });
    (address, state, hospital, doctors)
}

/// When a doctor's slot of this index starts.
fn start_of(slot: usize) -> DateTime {
    let minutes = 20 * (slot % 36) as i64;
    let day = date(2026, 11, 26).saturating_add(((slot / 36) as i64).days());
    day.at(9, 0, 0, 0).saturating_add(minutes.minutes())
}

/// A connection that stays open.
struct Client(TcpStream);

impl Client {
    fn new(address: SocketAddr) -> Self {
        let stream = TcpStream::connect(address).unwrap();
        stream.set_nodelay(true).unwrap();
        Self(stream)
    }

    /// Books a slot by its index; the status of the answer.
    fn book(&mut self, hospital: HospitalId, doctor: DoctorId, slot: usize, person: usize) -> u16 {
        let starts_at = start_of(slot);
        let body = format!(
            "{{\"hospital_id\":\"{hospital}\",\"doctor_id\":\"{doctor}\",\"starts_at\":\"{starts_at}+09:00\",\"patient\":{{\"name\":\"박서윤\",\
             \"phone\":\"010{:08}\"}},\"consent\":{{\"privacy\":true}}}}",
            10_000_000 + person
        );
        let head = format!(
            "POST /api/v1/bookings HTTP/1.1\r\nHost: bench\r\nIdempotency-Key: {person}\r\nContent-Length: {}\r\n\r\n",
            body.len()
        );
        self.0.write_all((head + &body).as_bytes()).unwrap();
        self.answer()
    }

    fn answer(&mut self) -> u16 {
        let (mut bytes, mut part) = (Vec::new(), [0; 4096]);
        loop {
            let read = self.0.read(&mut part).unwrap();
            assert!(read > 0, "the server closed the connection");
            bytes.extend_from_slice(&part[..read]);
            let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") else { continue };
            let head = std::str::from_utf8(&bytes[..end]).unwrap().to_ascii_lowercase();
            let length = head.split("content-length: ").nth(1).unwrap().split("\r\n").next().unwrap();
            if bytes.len() == end + 4 + length.parse::<usize>().unwrap() {
                return head[9..12].parse().unwrap();
            }
        }
    }
}

/// Distinct slots, booked by all clients at once; how many a second.
fn bookings(address: SocketAddr, hospital: HospitalId, doctors: &[DoctorId], next: &AtomicUsize) -> f64 {
    let start = Instant::now();
    thread::scope(|scope| {
        for _ in 0..CLIENTS {
            scope.spawn(|| {
                let mut client = Client::new(address);
                for _ in 0..BOOKINGS / CLIENTS {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    let doctor = doctors[number % doctors.len()];
                    assert_eq!(client.book(hospital, doctor, number / doctors.len(), number), 201);
                }
            });
        }
    });
    (BOOKINGS / CLIENTS * CLIENTS) as f64 / start.elapsed().as_secs_f64()
}

/// A month of every doctor's slots, in process: looked at once a second of five minutes that begin an
/// hour after the bookings, while every third second another seat is booked, which the next look must
/// show. Milliseconds: the first look, which reads everything; median and p99 of all.
async fn months(state: &AppState, hospital: HospitalId, doctors: &[DoctorId]) -> (f64, f64, f64) {
    let (mut times, mut free) = (Vec::new(), None);
    for second in 0..300 {
        let today = state.today();
        let today = Today { now: today.now + SignedDuration::from_secs(3_600 + second as i64), ..today };
        let booked = second % 3 == 2;
        if booked {
            let request = latecomer(hospital, doctors[second % doctors.len()], 1_000 + second / doctors.len(), second);
            state.desk().book(&request, None, &today).await.unwrap();
        }
        let start = Instant::now();
        let offers = state.desk().offers(hospital, date(2026, 11, 26), 31, &today).await.unwrap();
        times.push(start.elapsed().as_secs_f64() * 1e3);
        let left: u32 = offers.iter().map(|day| day.free(None)).sum();
        assert_eq!(left, free.unwrap_or(left) - u32::from(booked));
        free = Some(left);
    }
    let first = times[0];
    times.sort_by(f64::total_cmp);
    (first, times[times.len() / 2], times[times.len() * 99 / 100])
}

fn latecomer(hospital: HospitalId, doctor: DoctorId, slot: usize, person: usize) -> BookingRequest {
    let phone = Mobile::parse(&format!("010{:08}", 40_000_000 + person));
    BookingRequest {
        hospital,
        doctor,
        starts_at: start_of(slot),
        patient: Patient {
            name: PersonName::parse("박서윤").unwrap(),
            phone: Some(phone.unwrap()),
            birth_date: None,
            relation: Relation::Oneself,
        },
        reason: None,
        privacy_consent: true,
        health_consent: false,
        channel: Channel::Web,
        lang: Lang::Ko,
    }
}

/// Sixty-four clients and one seat: how many got it, and how long 99 % of them waited at most, ms.
fn contested(address: SocketAddr, hospital: HospitalId, doctor: DoctorId) -> (usize, f64) {
    let mut all = Vec::new();
    let mut won = 0;
    for round in 0..5 {
        let answers: Vec<(u16, Duration)> = thread::scope(|scope| {
            let one = |number: usize| {
                let mut client = Client::new(address);
                move || {
                    let start = Instant::now();
                    (client.book(hospital, doctor, 36 * 50 + round, 5_000_000 + round * 64 + number), start.elapsed())
                }
            };
            let running: Vec<_> = (0..64).map(|number| scope.spawn(one(number))).collect();
            running.into_iter().map(|client| client.join().unwrap()).collect()
        });
        won += answers.iter().filter(|(status, _)| *status == 201).count();
        all.extend(answers.into_iter().map(|(_, took)| took.as_secs_f64() * 1e3));
    }
    assert_eq!(won, 5, "one seat, one winner");
    all.sort_by(f64::total_cmp);
    (won / 5, all[all.len() * 99 / 100])
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

//! The client against a real HTTP server on this machine that behaves as the portal does.

use std::{
    io::{BufRead, BufReader, Write},
    net::TcpListener,
    sync::{Arc, Mutex},
    thread,
};

use jiff::civil::date;

use super::*;
use crate::import::form::ServiceCode;

/// A server that answers each request by a function of its target and number, and remembers them.
struct Server {
    base: String,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Server {
    fn start(answer: impl Fn(&str, usize) -> (u16, String) + Send + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let asked = Arc::new(Mutex::new(Vec::new()));
        let seen = asked.clone();
        // Ends with the test's process; it waits for connections until then.
        thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                let mut lines = BufReader::new(stream.try_clone().unwrap()).lines();
                let Some(Ok(first)) = lines.next() else { continue };
                while lines.next().is_some_and(|line| line.is_ok_and(|l| !l.is_empty())) {}
                let target = first.split(' ').nth(1).unwrap_or_default().to_owned();
                let number = {
                    let mut seen = seen.lock().unwrap();
                    seen.push(target.clone());
                    seen.len()
                };
                let (status, body) = answer(&target, number);
                let head =
                    format!("HTTP/1.1 {status} X\r\nContent-Length: {}\r\nConnection: close\r\n\r\n", body.len());
                // A client that has gone away is no matter of the server's.
                let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(body.as_bytes()));
            }
        });
        Self { base, asked }
    }

    fn client(&self) -> Client {
        let key = ServiceKey::parse("se%2Bcret%2Fkey%3D%3D").unwrap();
        let mut settings = Settings::new(key);
        settings.base.clone_from(&self.base);
        settings.page_size = 2;
        settings.attempts = 3;
        settings.wait = Duration::from_millis(2);
        settings.timeout = Duration::from_millis(800);
        Client::new(settings)
    }

    fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }
}

/// The value of a query parameter, as it was sent.
fn parameter<'a>(target: &'a str, name: &str) -> &'a str {
    target.split(['?', '&']).find_map(|pair| pair.strip_prefix(name)?.strip_prefix('=')).unwrap_or("")
}

/// Page `page` of a download of `total` places, two a page.
fn page(page: u64, total: u64) -> String {
    let item = |n: u64| {
        format!(
            "<item><hpid>A99{n:05}</hpid><dutyName>시연{n}의원</dutyName><dutyDiv>C</dutyDiv>\
             <dutyTime1s>0900</dutyTime1s><dutyTime1c>1800</dutyTime1c><rnum>{n}</rnum></item>"
        )
    };
    let items: String = (2 * page - 1..=total.min(2 * page)).map(item).collect();
    format!(
        "<response><header><resultCode>00</resultCode></header><body><items>{items}</items>\
         <numOfRows>2</numOfRows><pageNo>{page}</pageNo><totalCount>{total}</totalCount></body></response>"
    )
}

fn gateway(code: &str) -> String {
    format!(
        "<OpenAPI_ServiceResponse><cmmMsgHeader><errMsg>SERVICE ERROR</errMsg><returnAuthMsg>X</returnAuthMsg>\
         <returnReasonCode>{code}</returnReasonCode></cmmMsgHeader></OpenAPI_ServiceResponse>"
    )
}

/// Fetches the hospitals and gives their keys, or why not.
fn fetch(client: &Client) -> Result<(Vec<String>, Summary), LiveError<String>> {
    let mut keys = Vec::new();
    let summary = client.places(List::NmcHospitals, &mut |_, _| {}, &mut |row| match row {
        Row::Record(record) => {
            keys.push(record.key);
            Ok(())
        }
        other => Err(format!("{other:?}")),
    })?;
    Ok((keys, summary))
}

fn refusal(client: &Client) -> Trouble {
    match fetch(client) {
        Err(LiveError::Page { trouble, .. }) => trouble,
        other => panic!("{other:?}"),
    }
}

#[test]
fn pages_are_asked_for_until_the_total_is_there() {
    let server = Server::start(|target, _| (200, page(parameter(target, "pageNo").parse().unwrap(), 5)));
    let mut told = Vec::new();
    let mut keys = Vec::new();
    let summary = server
        .client()
        .places::<Infallible>(List::NmcHospitals, &mut |seen, total| told.push((seen, total)), &mut |row| {
            if let Row::Record(record) = row {
                keys.push(record.key);
            }
            Ok(())
        })
        .unwrap();
    assert_eq!(keys, ["A9900001", "A9900002", "A9900003", "A9900004", "A9900005"]);
    assert_eq!(told, [(2, 5), (4, 5), (5, 5)]);
    assert_eq!((summary.form, summary.items, summary.records, summary.hospitals), (Form::NmcList, 5, 5, 5));
    let asked = server.asked();
    assert!(asked[0].starts_with("/B552657/HsptlAsembySearchService/getHsptlMdcncFullDown?"), "{}", asked[0]);
    // Encoded once, whatever form it was given in.
    assert_eq!(parameter(&asked[0], "serviceKey"), "se%2Bcret%2Fkey%3D%3D");
    assert_eq!(parameter(&asked[2], "numOfRows"), "2");
}

#[test]
fn what_may_pass_is_asked_for_again_and_no_row_comes_twice() {
    let server = Server::start(|target, number| match number {
        1 => (500, "boom".into()),
        3 => (200, page(2, 4)[..300].to_owned()),
        4 => (200, gateway("04")),
        _ => (200, page(parameter(target, "pageNo").parse().unwrap(), 4)),
    });
    let (keys, _) = fetch(&server.client()).unwrap();
    assert_eq!(keys, ["A9900001", "A9900002", "A9900003", "A9900004"]);
    assert_eq!(server.asked().len(), 5);
}

#[test]
fn attempts_end() {
    let server = Server::start(|_, _| (503, String::new()));
    assert!(matches!(refusal(&server.client()), Trouble::Status(503)));
    assert_eq!(server.asked().len(), 3);
}

#[test]
fn refusals_that_stay_are_told_apart_and_not_asked_again() {
    for (code, status) in
        [("22", 200), ("30", 200), ("31", 403), ("20", 403), ("32", 200), ("10", 200), ("12", 200), ("99", 200)]
    {
        let server = Server::start(move |_, _| (status, gateway(code)));
        let trouble = refusal(&server.client());
        let message = trouble.to_string();
        match trouble {
            Trouble::Service { code: found } => assert_eq!(found.code(), code),
            other => panic!("{code}: {other:?}"),
        }
        assert!(!message.contains("cret"), "{message}");
        assert_eq!(server.asked().len(), 1, "{code}");
    }
    let bare = Server::start(|_, _| (401, "Unauthorized".into()));
    assert!(matches!(refusal(&bare.client()), Trouble::Service { code: ServiceCode::KeyNotRegistered }));
    let page = Server::start(|_, _| (200, "<html><body>점검 중</body></html>".into()));
    assert!(matches!(refusal(&page.client()), Trouble::Answer(Fault::WebPage)));
    let elsewhere = Server::start(|_, _| (302, String::new()));
    assert!(matches!(refusal(&elsewhere.client()), Trouble::Status(302)));
}

#[test]
fn a_slow_service_and_an_absent_one_end_in_words_without_the_key() {
    let slow = Server::start(|_, _| {
        thread::sleep(Duration::from_secs(3));
        (200, page(1, 1))
    });
    let mut client = slow.client();
    client.http = Http::new(Settings {
        attempts: 1,
        base: slow.base.clone(),
        timeout: Duration::from_millis(100),
        ..Settings::new(ServiceKey::parse("secret").unwrap())
    });
    assert!(matches!(refusal(&client), Trouble::Timeout));

    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    client.http = Http::new(Settings {
        attempts: 1,
        base: format!("http://{port}"),
        ..Settings::new(ServiceKey::parse("secret").unwrap())
    });
    let error = fetch(&client).unwrap_err();
    assert!(matches!(error, LiveError::Page { trouble: Trouble::Connection(_), page: 1, .. }));
    assert!(!format!("{error} {error:?}").contains("secret"));
}

#[test]
fn a_list_that_ends_early_is_no_list() {
    let server = Server::start(|target, _| {
        let number: u64 = parameter(target, "pageNo").parse().unwrap();
        let (from, to) = ("<totalCount>3<", "<totalCount>9<");
        (200, page(number, 3).replace(from, to))
    });
    assert!(matches!(fetch(&server.client()), Err(LiveError::Incomplete { seen: 3, total: 9, .. })));
}

#[test]
fn the_takers_error_ends_the_fetch() {
    let server = Server::start(|target, _| (200, page(parameter(target, "pageNo").parse().unwrap(), 9)));
    let mut taken = 0;
    let outcome = server.client().places(List::NmcHospitals, &mut |_, _| {}, &mut |_| {
        taken += 1;
        if taken == 3 { Err("full") } else { Ok(()) }
    });
    assert!(matches!(outcome, Err(LiveError::Taker("full"))));
    assert_eq!(server.asked().len(), 2);
}

#[test]
fn holidays_and_beds_come_over_the_same_way() {
    let server = Server::start(|target, _| {
        let item = if target.contains("getRestDeInfo") {
            "<item><dateName>시연절</dateName><isHoliday>Y</isHoliday><locdate>20260815</locdate></item>"
        } else {
            "<item><hpid>A9900001</hpid><hvidate>20260815120000</hvidate><hvec>-1</hvec></item>"
        };
        (
            200,
            format!(
                "<response><header><resultCode>00</resultCode></header><body><items>{item}</items><totalCount>1</totalCount></body></response>"
            ),
        )
    });
    let client = server.client();
    assert_eq!(client.holidays(2026).unwrap(), [(date(2026, 8, 15), "시연절".to_owned())]);
    let beds = client.beds("서울특별시").unwrap();
    assert_eq!((beds[0].key.as_str(), beds[0].er_beds), ("A9900001", Some(-1)));
    let asked = server.asked();
    assert_eq!(parameter(&asked[0], "solYear"), "2026");
    assert_eq!(parameter(&asked[1], "STAGE1"), "%EC%84%9C%EC%9A%B8%ED%8A%B9%EB%B3%84%EC%8B%9C");
}

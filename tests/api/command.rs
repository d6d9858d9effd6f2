//! The commands: what they do, and the one line that they say when they cannot.

use std::{
    fs,
    io::{Read, Write},
    net::{TcpListener, TcpStream},
    path::Path,
    process::Output,
    time::Duration,
};

use crate::{
    app::site_files,
    program::{Server, free_address, heydoctor, run, text, wait_until},
};

/// That a command failed with one line which has these words.
pub fn failed_with(output: &Output, words: &[&str]) {
    let said = text(&output.stderr);
    assert!(!output.status.success(), "{said}");
    assert_eq!(said.trim_end().lines().count(), 1, "one line: {said}");
    for word in words {
        assert!(said.contains(word), "{word}: {said}");
    }
}

fn sqlite(folder: &Path) -> String {
    format!("sqlite://{}/test.db", folder.display())
}

#[test]
fn a_database_out_of_reach_ends_the_start_with_one_line() {
    let (folder, site) = (tempfile::tempdir().unwrap(), site_files());
    fs::write(folder.path().join("file"), "").unwrap();
    let dead = free_address().port();
    let site = site.path().to_str().unwrap();
    for url in [
        format!("mysql://user:hunter2@127.0.0.1:{dead}/heydoctor"),
        format!("sqlite://{}/file/test.db", folder.path().display()),
        "postgres://user:hunter2@127.0.0.1/heydoctor".to_owned(),
        "mysql://user:hunter2@127.0.0.1".to_owned(),
        "nonsense".to_owned(),
        String::new(),
    ] {
        for command in ["serve", "migrate", "demo", "reports", "outbox"] {
            let output = run(&[command], &[("DATABASE_URL", &url), ("HEYDOCTOR_SITE_ROOT", site)]);
            failed_with(&output, &["DATABASE_URL"]);
            assert!(!text(&output.stderr).contains("hunter2"), "the password is not shown");
        }
    }
    fs::write(folder.path().join("test.db"), "this is no database at all, ".repeat(100)).unwrap();
    let output = run(&["serve"], &[("DATABASE_URL", &sqlite(folder.path())), ("HEYDOCTOR_SITE_ROOT", site)]);
    failed_with(&output, &["DATABASE_URL"]);
}

#[test]
fn a_wrong_setting_is_named_with_its_mend() {
    let (folder, site) = (tempfile::tempdir().unwrap(), site_files());
    let url = sqlite(folder.path());
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let taken = taken.local_addr().unwrap().to_string();
    let (free, other) = (free_address().to_string(), free_address().to_string());
    let right = [
        ("DATABASE_URL", url.as_str()),
        ("HEYDOCTOR_SITE_ROOT", site.path().to_str().unwrap()),
        ("HEYDOCTOR_LISTEN", &free),
        ("HEYDOCTOR_METRICS_LISTEN", &other),
    ];
    // Loaded beforehand: a first start would load demonstration places and say so.
    assert!(run(&["demo", "--places", "1"], &right).status.success());
    for (variable, value) in [
        ("HEYDOCTOR_LISTEN", "here"),
        ("HEYDOCTOR_LISTEN", "127.0.0.1"),
        ("HEYDOCTOR_LISTEN", "127.0.0.1:99999"),
        ("HEYDOCTOR_LISTEN", ""),
        ("HEYDOCTOR_METRICS_LISTEN", "9464"),
        ("HEYDOCTOR_PUBLIC_URL", "heydoctor.example"),
        ("HEYDOCTOR_TILE_URL", "https://tile.example/"),
        ("HEYDOCTOR_FIXED_TIME", "tomorrow"),
        ("HEYDOCTOR_SITE_ROOT", "/nonexistent"),
        ("DATA_GO_KR_KEY", "a b?"),
    ] {
        let output = heydoctor(&["serve"]).envs(right).env(variable, value).output().unwrap();
        failed_with(&output, &[variable, "주세요"]);
    }
    failed_with(&run(&["health"], &[("HEYDOCTOR_LISTEN", "here")]), &["HEYDOCTOR_LISTEN", "주세요"]);
    failed_with(&run(&["import", "nmc", "--fetch"], &right), &["DATA_GO_KR_KEY", "주세요"]);
    for variable in ["HEYDOCTOR_LISTEN", "HEYDOCTOR_METRICS_LISTEN"] {
        let output = heydoctor(&["serve"]).envs(right).env("RUST_LOG", "error").env(variable, &taken).output().unwrap();
        failed_with(&output, &[variable, &taken, "주세요"]);
    }
}

#[test]
fn a_wrong_carrier_is_named_with_its_mend() {
    let (folder, site) = (tempfile::tempdir().unwrap(), site_files());
    let url = sqlite(folder.path());
    let right = [("DATABASE_URL", url.as_str()), ("HEYDOCTOR_SITE_ROOT", site.path().to_str().unwrap())];
    let smtp = [
        ("HEYDOCTOR_NOTIFY", "smtp"),
        ("HEYDOCTOR_SMTP_URL", "smtps://u:p@mail.example"),
        ("HEYDOCTOR_SMTP_FROM", "a@b.example"),
        ("HEYDOCTOR_SMTP_TO", "{phone}@sms.example"),
    ];
    let http = [("HEYDOCTOR_NOTIFY", "http"), ("HEYDOCTOR_GATEWAY_URL", "https://gateway.example")];
    for (carrier, variable, value) in [
        (&smtp[..], "HEYDOCTOR_NOTIFY", "pigeon"),
        (&smtp, "HEYDOCTOR_SMTP_URL", "http://u:hunter2@mail.example"),
        (&smtp, "HEYDOCTOR_SMTP_URL", ""),
        (&smtp, "HEYDOCTOR_SMTP_FROM", "nobody"),
        (&smtp, "HEYDOCTOR_SMTP_TO", "all@sms.example"),
        (&smtp, "HEYDOCTOR_SMTP_CA", "/nonexistent/ca.pem"),
        (&smtp, "HEYDOCTOR_SMTP_CA", concat!(env!("CARGO_MANIFEST_DIR"), "/README.md")),
        (&http, "HEYDOCTOR_GATEWAY_URL", "gateway.example?key=hunter2"),
        (&http, "HEYDOCTOR_GATEWAY_HEADERS", "X-Api-Key: hunter2"),
        (&http, "HEYDOCTOR_GATEWAY_BODY", "{\"text\": \"{text}\", \"key\": \"hunter2\"}"),
    ] {
        let mut command = heydoctor(&["serve"]);
        let output = command.envs(right).envs(carrier.iter().copied()).env(variable, value).output().unwrap();
        failed_with(&output, &[variable, "주세요"]);
        assert!(!text(&output.stderr).contains("hunter2"), "what may be secret is not shown");
    }
}

#[test]
fn help_names_every_setting() {
    let help = run(&["serve", "--help"], &[]);
    assert!(help.status.success());
    // Lines are wrapped to the terminal's width.
    let words = text(&help.stdout).split_whitespace().collect::<Vec<_>>().join(" ");
    for variable in [
        "DATABASE_URL",
        "HEYDOCTOR_LISTEN",
        "HEYDOCTOR_METRICS_LISTEN",
        "HEYDOCTOR_PUBLIC_URL",
        "HEYDOCTOR_TILE_URL",
        "HEYDOCTOR_SITE_ROOT",
        "HEYDOCTOR_FIXED_TIME",
        "HEYDOCTOR_DATA_KEY",
        "HEYDOCTOR_OLD_DATA_KEYS",
        "HEYDOCTOR_NOTIFY",
        "HEYDOCTOR_SMTP_URL",
        "HEYDOCTOR_SMTP_FROM",
        "HEYDOCTOR_SMTP_TO",
        "HEYDOCTOR_SMTP_CA",
        "HEYDOCTOR_GATEWAY_URL",
        "HEYDOCTOR_GATEWAY_HEADERS",
        "HEYDOCTOR_GATEWAY_BODY",
        "DATA_GO_KR_KEY",
    ] {
        assert!(words.contains(&format!("[env: {variable}")), "{variable}: {words}");
    }
    let help = run(&["--help"], &[]);
    for command in ["serve", "import", "demo", "migrate", "reports", "outbox", "rotate-key", "staff", "health"] {
        assert!(text(&help.stdout).contains(&format!("\n  {command} ")), "{command}: {}", text(&help.stdout));
    }
    let secrets = [
        ("DATABASE_URL", "mysql://u:hunter2@h/d"),
        ("DATA_GO_KR_KEY", "hunter2"),
        ("HEYDOCTOR_DATA_KEY", "hunter2"),
        ("HEYDOCTOR_OLD_DATA_KEYS", "hunter2"),
        ("HEYDOCTOR_SMTP_URL", "smtp://u:hunter2@h"),
        ("HEYDOCTOR_GATEWAY_URL", "https://h/?key=hunter2"),
        ("HEYDOCTOR_GATEWAY_HEADERS", "hunter2"),
        ("HEYDOCTOR_GATEWAY_BODY", "hunter2"),
    ];
    for command in ["serve", "rotate-key", "outbox"] {
        let help = run(&[command, "--help"], &secrets);
        assert!(help.status.success() && !text(&help.stdout).contains("hunter2"), "help shows no secrets");
    }
    let unknown = run(&["fly"], &[]);
    assert!(!unknown.status.success() && text(&unknown.stderr).contains("fly"));
}

#[test]
fn a_broken_file_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let url = sqlite(folder.path());
    let settings = [("DATABASE_URL", url.as_str())];
    let import = |path: &Path| run(&["import", "nmc", path.to_str().unwrap()], &settings);
    let items: String = (1..=3)
        .map(|n| {
            format!(
                "<item><hpid>A99{n:05}</hpid><dutyName>시연{n}의원</dutyName><dutyDiv>C</dutyDiv>\
                 <dutyAddr>서울특별시 강남구 도산대로 {n}</dutyAddr><wgs84Lat>37.5</wgs84Lat><wgs84Lon>127.03</wgs84Lon>\
                 <dutyTime1s>0900</dutyTime1s><dutyTime1c>1800</dutyTime1c></item>"
            )
        })
        .collect();
    let whole = format!(
        "<response><header><resultCode>00</resultCode></header><body><items>{items}</items><numOfRows>10</numOfRows>\
         <pageNo>1</pageNo><totalCount>3</totalCount></body></response>"
    );
    let good = folder.path().join("good.xml");
    fs::write(&good, &whole).unwrap();
    let output = import(&good);
    assert!(output.status.success(), "{}", text(&output.stderr));
    let state = || {
        let again = import(&good);
        assert!(again.status.success());
        text(&again.stdout).to_owned()
    };
    let unchanged = state();
    let renamed = whole.replace("시연1의원", "바뀐의원");
    let cut = &renamed[..renamed.floor_char_boundary(renamed.len() * 3 / 4)];
    let error = "<OpenAPI_ServiceResponse><cmmMsgHeader><errMsg>SERVICE ERROR</errMsg>\
                 <returnReasonCode>30</returnReasonCode></cmmMsgHeader></OpenAPI_ServiceResponse>";
    for (name, bytes) in [
        ("cut.xml", cut.as_bytes()),
        ("error.xml", error.as_bytes()),
        ("page.html", b"<html><body>503 Service Unavailable</body></html>"),
        ("empty.xml", b""),
        ("noise.json", b"{\"response\": [\x00\xff"),
        ("noise.xlsx", b"PK\x03\x04 not a workbook"),
    ] {
        let path = folder.path().join(name);
        fs::write(&path, bytes).unwrap();
        let output = import(&path);
        assert!(!output.status.success(), "{name}: {}", text(&output.stdout));
        failed_with(&output, &[name]);
        assert_eq!(state(), unchanged, "{name} changes nothing");
    }
    failed_with(&import(&folder.path().join("missing.xml")), &["missing.xml"]);
    fs::create_dir(folder.path().join("nothing")).unwrap();
    failed_with(&import(&folder.path().join("nothing")), &["nothing"]);
    assert!(!run(&["import", "nmc"], &settings).status.success(), "nothing to import");
    assert!(!run(&["import", "moon", good.to_str().unwrap()], &settings).status.success());
    let demo = run(&["demo", "--places", "50"], &settings);
    failed_with(&demo, &["시연용"]);
    assert_eq!(state(), unchanged, "made-up places do not stand beside real ones");
}

#[test]
fn the_server_serves_reloads_and_stops() {
    let mut server = Server::start(&[]);
    let total = |server: &Server| server.get("/api/v1/hospitals").json()["total"].as_u64().unwrap();
    assert_eq!(total(&server), 60);
    let health = server.health();
    assert!(health.status.success() && health.stderr.is_empty(), "{}", text(&health.stderr));
    let loaded = run(&["demo", "--places", "50"], &[("DATABASE_URL", &server.url)]);
    assert!(loaded.status.success(), "{}", text(&loaded.stderr));
    wait_until("the import reaches the server", || total(&server) == 50);
    // A connection that is kept open holds up nothing.
    let mut idle = TcpStream::connect(server.address).unwrap();
    idle.write_all(b"GET /healthz HTTP/1.1\r\nHost: test\r\n\r\n").unwrap();
    idle.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
    let mut first = [0; 16];
    idle.read_exact(&mut first).unwrap();
    let (status, took) = server.stop();
    assert!(status.success(), "{status}: {}", server.log());
    assert!(took < Duration::from_secs(5), "{took:?}");
    assert!(server.log().contains("stopping"), "{}", server.log());
    let health = server.health();
    failed_with(&health, &["서버", "주세요"]);
}

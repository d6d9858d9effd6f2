//! What somebody looks for, and where, is written nowhere: not in the log, not in the metrics.

use crate::{
    client::{request, send_blocking},
    program::Server,
};

#[test]
fn neither_texts_nor_positions_are_logged_or_counted() {
    for level in ["heydoctor=trace,info", "debug"] {
        let server = Server::start(&[("RUST_LOG", level)]);
        for target in [
            "/?q=findmenot&near=37.51234,127.04321",
            "/?q=findmenot&limit=0",
            "/findmenot?q=findmenot",
            "/hospitals/1?secret=findmenot",
            "/hospitals/findmenot",
            "/emergency?near=37.51234,127.04321",
            "/api/v1/hospitals?q=findmenot&near=37.51234,127.04321",
            "/api/v1/hospitals?findmenot=1",
            "/api/v1/hospitals?q=%FFfindmenot",
            "/api/v1/hospitals?cursor=findmenot",
            "/api/v1/hospitals/findmenot",
            "/api/v1/map?bbox=127.04321,37.51234,127.05,37.52&q=findmenot",
            "/api/v1/emergency-rooms?near=37.51234,127.04321",
            "/api/findmenot?q=findmenot",
        ] {
            assert!(server.get(target).status < 500, "{target}");
        }
        let form = [("Content-Type", "application/x-www-form-urlencoded"), ("Referer", "http://x/?q=findmenot")];
        for body in ["id=1&lang=ko&what=hours&comment=findmenot", "id=findmenot&what=findmenot"] {
            send_blocking(server.address, &request("POST", b"/fn/report_place", &form, body.as_bytes()));
        }
        let metrics = send_blocking(server.metrics, &request("GET", b"/metrics", &[], b""));
        assert!(metrics.text().contains("http_requests_total"), "{}", metrics.text());
        assert!(metrics.text().contains("route=\"/api/v1/hospitals/{id}\""), "counted by route: {}", metrics.text());
        let log = server.log();
        assert!(log.contains("directory built"), "the log is there: {log}");
        for (place, text) in [("log", log.as_str()), ("metrics", metrics.text())] {
            for secret in ["findmenot", "37.51234", "127.04321"] {
                let line = text.lines().find(|line| line.contains(secret));
                assert_eq!(line, None, "{secret} in the {place} at {level}");
            }
        }
    }
}

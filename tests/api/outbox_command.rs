//! `heydoctor outbox`: what could not be sent, by the program itself on both databases.

use std::process::Output;

use heydoctor::{notify::Pace, words::NoticeKind};

use crate::{
    command::failed_with,
    on_both_databases,
    post::{PHONE, Post, TOKEN},
    program::{run, text},
    support::TestDatabase,
};

on_both_databases!(dead_letters_are_listed_and_sent_again);

async fn dead_letters_are_listed_and_sent_again(database: TestDatabase) {
    let post = Post::open(&database).await;
    let outbox =
        |args: &[&str]| -> Output { run(&[&["outbox"], args].concat(), &[("DATABASE_URL", database.url.as_str())]) };
    let said = |args: &[&str]| {
        let output = outbox(args);
        assert!(output.status.success() && output.stderr.is_empty(), "{args:?}: {}", text(&output.stderr));
        text(&output.stdout).to_owned()
    };
    assert_eq!(said(&[]), "", "nothing was given up");
    assert_eq!(said(&["--retry-all"]), "0건을 다시 보내요.\n");
    for booking in [1, 2, 3] {
        post.write(booking, NoticeKind::Confirmed).await;
    }
    for message in post.store.outbox().take(post.now(), post.now() + Pace::default().hold, 2).await.unwrap() {
        post.store.outbox().failed(&message, "smtp 535", None).await.unwrap();
    }
    let listed = said(&[]);
    let lines: Vec<&str> = listed.lines().collect();
    assert_eq!(lines.len(), 2, "what waits is not listed: {listed}");
    assert!(lines[0].ends_with(" 2026-11-25 10:00 confirmed booking=2 attempts=1 smtp 535"), "newest first: {listed}");
    assert!(![PHONE, "2471", TOKEN, "김하늘", "482913"].iter().any(|secret| listed.contains(secret)), "{listed}");
    let ids: Vec<&str> = lines.iter().map(|line| line.split(' ').next().unwrap()).collect();

    assert_eq!(said(&["--retry", ids[1]]), format!("{}번을 다시 보내요.\n", ids[1]));
    assert_eq!(post.state(1).await.0, "pending");
    assert_eq!(said(&[]).lines().count(), 1);
    for id in [ids[1], "99999", "0"] {
        let output = outbox(&["--retry", id]);
        failed_with(&output, &[id, "보내지 못한 메시지가 아니에요"]);
        assert_eq!(output.status.code(), Some(1));
    }
    for args in [&["--retry", "one"][..], &["--retry"], &["--retry", "1", "--retry-all"]] {
        assert_eq!(outbox(args).status.code(), Some(2), "{args:?}: the command line is wrong");
    }
    assert_eq!(post.state(2).await.0, "dead", "a wrong command changes nothing");
    assert_eq!(said(&["--retry-all"]), "1건을 다시 보내요.\n");
    assert_eq!((post.state(2).await.0.as_str(), said(&[]).as_str()), ("pending", ""));
}

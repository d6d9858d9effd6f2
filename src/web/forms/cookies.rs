//! Session cookies: unreadable for scripts, never sent along from other sites.

use axum::http::{HeaderMap, HeaderValue, header};
use jiff::SignedDuration;

use crate::domain::booking::Token;

/// The token in a cookie of this name.
pub fn token(headers: &HeaderMap, name: &str) -> Option<Token> {
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = cookies.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(known, _)| *known == name).and_then(|(_, value)| Token::parse(value))
}

/// A cookie with a token; `secure` where the site is reached by HTTPS.
pub fn set(name: &str, token: &Token, lasts: SignedDuration, secure: bool) -> Option<HeaderValue> {
    line(name, token.as_str(), lasts.as_secs(), secure)
}

/// Takes a cookie away.
pub fn unset(name: &str, secure: bool) -> Option<HeaderValue> {
    line(name, "", 0, secure)
}

fn line(name: &str, value: &str, seconds: i64, secure: bool) -> Option<HeaderValue> {
    let secure = if secure { "; Secure" } else { "" };
    let line = format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={seconds}{secure}");
    HeaderValue::from_str(&line).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cookie_is_found_among_others() {
        let word = "abcdefghijklmnopqrst-_";
        let mut headers = HeaderMap::new();
        headers.append(header::COOKIE, format!("a=b; my={word}; c").parse().unwrap());
        assert_eq!(token(&headers, "my").unwrap().as_str(), word);
        assert!(token(&headers, "a").is_none() && token(&headers, "y").is_none());
        let set = set("my", &Token::parse(word).unwrap(), SignedDuration::from_hours(1), true).unwrap();
        assert_eq!(set, format!("my={word}; Path=/; HttpOnly; SameSite=Lax; Max-Age=3600; Secure"));
    }
}

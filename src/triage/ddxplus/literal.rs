//! The Python literals that stand in DDXPlus' tables.

/// A literal: what `repr` writes of lists, texts and numbers.
#[derive(Debug, Clone, PartialEq)]
pub enum Literal {
    /// `'…'` or `"…"`, escapes resolved.
    Text(String),
    /// A number.
    Number(f64),
    /// `[…]` or `(…)`.
    List(Vec<Literal>),
}

/// How deep lists may nest.
const DEPTH: usize = 16;

/// Reads one literal; nothing may follow it.
pub fn parse(text: &str) -> Option<Literal> {
    let mut rest = text.trim();
    let literal = value(&mut rest, 0)?;
    rest.trim().is_empty().then_some(literal)
}

/// Reads a list of texts.
pub fn texts(text: &str) -> Option<Vec<String>> {
    let Literal::List(items) = parse(text)? else { return None };
    let text = |item| if let Literal::Text(text) = item { Some(text) } else { None };
    items.into_iter().map(text).collect()
}

fn value(rest: &mut &str, depth: usize) -> Option<Literal> {
    *rest = rest.trim_start();
    match rest.chars().next()? {
        open @ ('[' | '(') if depth < DEPTH => {
            *rest = &rest[1..];
            list(rest, if open == '[' { ']' } else { ')' }, depth + 1).map(Literal::List)
        }
        quote @ ('\'' | '"') => {
            *rest = &rest[1..];
            quoted(rest, quote).map(Literal::Text)
        }
        _ => {
            let end = rest.find([',', ']', ')']).unwrap_or(rest.len());
            let (number, after) = rest.split_at(end);
            *rest = after;
            number.trim().parse().ok().map(Literal::Number)
        }
    }
}

fn list(rest: &mut &str, close: char, depth: usize) -> Option<Vec<Literal>> {
    let mut items = Vec::new();
    loop {
        *rest = rest.trim_start();
        if let Some(after) = rest.strip_prefix(close) {
            *rest = after;
            return Some(items);
        }
        items.push(value(rest, depth)?);
        *rest = rest.trim_start();
        match rest.strip_prefix(',') {
            Some(after) => *rest = after,
            None if rest.starts_with(close) => {}
            None => return None,
        }
    }
}

fn quoted(rest: &mut &str, quote: char) -> Option<String> {
    let mut text = String::new();
    let mut chars = rest.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '\\' => match chars.next()?.1 {
                'n' => text.push('\n'),
                't' => text.push('\t'),
                code @ ('x' | 'u') => {
                    let digits: String =
                        chars.by_ref().take(if code == 'x' { 2 } else { 4 }).map(|(_, digit)| digit).collect();
                    text.push(char::from_u32(u32::from_str_radix(&digits, 16).ok()?)?);
                }
                other => text.push(other),
            },
            c if c == quote => {
                *rest = &rest[at + 1..];
                return Some(text);
            }
            c => text.push(c),
        }
    }
    None
}

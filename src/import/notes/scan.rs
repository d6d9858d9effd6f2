//! A reader of Korean text without blanks: it tries words, numbers and times at its place and
//! goes on only when they fit.

/// Text being read. All of the public data's dots, dashes and wide forms are brought to one.
pub(super) struct Scan {
    chars: Vec<char>,
    at: usize,
}

impl Scan {
    pub fn new(text: &str) -> Self {
        let chars = text.chars().filter(|c| !c.is_whitespace()).map(plain).collect();
        Self { chars, at: 0 }
    }

    pub fn at_end(&self) -> bool {
        self.at >= self.chars.len()
    }

    /// Where it stands, to come back to.
    pub fn mark(&self) -> usize {
        self.at
    }

    pub fn back(&mut self, mark: usize) {
        self.at = mark;
    }

    fn peek(&self) -> Option<char> {
        self.chars.get(self.at).copied()
    }

    /// Goes past a word if it stands here.
    pub fn eat(&mut self, word: &str) -> bool {
        let mut at = self.at;
        for c in word.chars() {
            if self.chars.get(at) != Some(&c) {
                return false;
            }
            at += 1;
        }
        self.at = at;
        true
    }

    /// Goes past the first of some words that stands here.
    pub fn eat_any(&mut self, words: &[&str]) -> bool {
        words.iter().any(|word| self.eat(word))
    }

    /// Goes past any of some characters, as many as there are.
    pub fn skip(&mut self, these: &str) {
        while self.peek().is_some_and(|c| these.contains(c)) {
            self.at += 1;
        }
    }

    /// A number of at most four digits and how many digits it has.
    pub fn number(&mut self) -> Option<(u16, usize)> {
        let digits: String = self.chars[self.at..].iter().take_while(|c| c.is_ascii_digit()).take(5).collect();
        if digits.len() > 4 {
            return None;
        }
        let value = digits.parse().ok()?;
        self.at += digits.len();
        Some((value, digits.len()))
    }

    /// What `read` reads here, or stays.
    pub fn attempt<T>(&mut self, read: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        let mark = self.mark();
        let found = read(self);
        if found.is_none() {
            self.back(mark);
        }
        found
    }
}

/// One form of each sign.
fn plain(c: char) -> char {
    match c {
        '～' | '∼' | '〜' | '˜' | '–' | '—' | '－' | '−' | '―' => '~',
        '：' | '∶' => ':',
        '，' | '、' => ',',
        '·' | '・' | 'ㆍ' | '∙' | '•' | '‧' | '･' => '·',
        '（' => '(',
        '）' => ')',
        '０'..='９' => char::from_u32(c as u32 - '０' as u32 + '0' as u32).unwrap_or(c),
        other => other,
    }
}

//! Keeps personal data unreadable at rest: sealing (AEAD, with the key's name in the box, so that
//! keys can change), keyed hashes to find a phone again, random tokens. Knows nothing of what it
//! seals, stores nothing.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use ring::{
    aead::{Aad, CHACHA20_POLY1305, LessSafeKey, NONCE_LEN, Nonce, UnboundKey},
    digest, hmac,
    rand::{SecureRandom, SystemRandom},
};
use serde::{Serialize, de::DeserializeOwned};
use subtle::ConstantTimeEq;

use crate::domain::booking::Token;

/// Bytes of a key.
pub const KEY_LENGTH: usize = 32;
/// Bytes of a key's name.
const NAME_LENGTH: usize = 4;
/// First byte of a box: the form of what follows.
const FORM: u8 = 1;

/// A keyed hash, for a unique key or a look-up in the store.
pub type Hash = [u8; 32];

/// What a sealed value is, so that one box cannot stand in for another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Who comes.
    Patient,
    /// Why they come.
    Reason,
    /// The answer that an idempotent request gets again.
    Answer,
    /// A message that waits to be sent.
    Message,
    /// A patient's session.
    Session,
    /// A member of a family.
    Family,
    /// A staff account's second factor.
    Totp,
    /// The key of the keyed hashes.
    HashKey,
}

impl Purpose {
    fn word(self) -> &'static str {
        match self {
            Self::Patient => "patient",
            Self::Reason => "reason",
            Self::Answer => "answer",
            Self::Message => "message",
            Self::Session => "session",
            Self::Family => "family",
            Self::Totp => "totp",
            Self::HashKey => "hash-key",
        }
    }
}

/// Why a box cannot be opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum VaultError {
    /// Not 32 bytes in base64.
    #[error("a key must be 32 bytes in base64")]
    Key,
    /// Sealed with a key that is not given.
    #[error("sealed with a key that this server does not have")]
    UnknownKey,
    /// Changed, cut off, or another kind of box.
    #[error("a sealed value is damaged")]
    Damaged,
}

/// A data key.
struct DataKey {
    name: [u8; NAME_LENGTH],
    key: LessSafeKey,
}

impl DataKey {
    fn new(bytes: &[u8; KEY_LENGTH]) -> Self {
        let mut name = [0; NAME_LENGTH];
        name.copy_from_slice(&digest::digest(&digest::SHA256, bytes).as_ref()[..NAME_LENGTH]);
        // A key of the right length is never refused.
        let key = UnboundKey::new(&CHACHA20_POLY1305, bytes).expect("32 bytes make a key");
        Self { name, key: LessSafeKey::new(key) }
    }
}

/// The data keys: the first seals, all of them open.
pub struct DataKeys(Vec<DataKey>);

impl DataKeys {
    /// From keys in base64 (standard or URL alphabet, padded or not), the one in use first.
    ///
    /// # Errors
    /// [`VaultError::Key`].
    pub fn parse<'a>(keys: impl IntoIterator<Item = &'a str>) -> Result<Self, VaultError> {
        let keys: Vec<_> = keys.into_iter().map(decode_key).collect::<Result<_, _>>()?;
        if keys.is_empty() {
            return Err(VaultError::Key);
        }
        Ok(Self(keys.iter().map(DataKey::new).collect()))
    }

    /// A new random key in base64.
    pub fn random() -> String {
        URL_SAFE_NO_PAD.encode(random::<KEY_LENGTH>())
    }

    /// Seals with the key in use. `owner` is what the box belongs to: it opens nowhere else.
    pub fn seal(&self, purpose: Purpose, owner: &[u8], plain: &[u8]) -> Vec<u8> {
        let DataKey { name, key } = &self.0[0];
        let nonce = random::<NONCE_LEN>();
        let mut sealed = Vec::with_capacity(1 + NAME_LENGTH + NONCE_LEN + plain.len() + CHACHA20_POLY1305.tag_len());
        let mut body = plain.to_vec();
        key.seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), aad(purpose, owner), &mut body)
            .expect("values are far smaller than the cipher's limit");
        sealed.push(FORM);
        sealed.extend(name);
        sealed.extend(nonce);
        sealed.extend(body);
        sealed
    }

    /// Opens a box.
    ///
    /// # Errors
    /// [`VaultError`].
    pub fn open(&self, purpose: Purpose, owner: &[u8], sealed: &[u8]) -> Result<Vec<u8>, VaultError> {
        let (&form, rest) = sealed.split_first().ok_or(VaultError::Damaged)?;
        let (name, rest) = rest.split_at_checked(NAME_LENGTH).ok_or(VaultError::Damaged)?;
        let (nonce, body) = rest.split_first_chunk::<NONCE_LEN>().ok_or(VaultError::Damaged)?;
        if form != FORM {
            return Err(VaultError::Damaged);
        }
        let key = self.0.iter().find(|key| key.name == name).ok_or(VaultError::UnknownKey)?;
        let mut body = body.to_vec();
        let plain = key.key.open_in_place(Nonce::assume_unique_for_key(*nonce), aad(purpose, owner), &mut body);
        plain.map(|plain| plain.to_vec()).map_err(|_| VaultError::Damaged)
    }

    /// The name of the key in use, which stands in bytes 2–5 of every box it has sealed.
    pub fn current_name(&self) -> &[u8] {
        &self.0[0].name
    }

    /// Whether a box is sealed with the key in use.
    pub fn is_current(&self, sealed: &[u8]) -> bool {
        sealed.get(1..=NAME_LENGTH) == Some(&self.0[0].name[..])
    }
}

/// The data keys and the key of the hashes, which stays the same when the data keys change.
pub struct Vault {
    keys: DataKeys,
    hash_key: hmac::Key,
}

impl Vault {
    /// A new key for hashes, sealed, to be stored once.
    pub fn new_hash_key(keys: &DataKeys) -> Vec<u8> {
        keys.seal(Purpose::HashKey, &[], &random::<KEY_LENGTH>())
    }

    /// With the stored key for hashes.
    ///
    /// # Errors
    /// [`VaultError`] when none of the keys opens it: the data belongs to another key.
    pub fn new(keys: DataKeys, sealed_hash_key: &[u8]) -> Result<Self, VaultError> {
        let plain = keys.open(Purpose::HashKey, &[], sealed_hash_key)?;
        Ok(Self { keys, hash_key: hmac::Key::new(hmac::HMAC_SHA256, &plain) })
    }

    /// The data keys.
    pub fn keys(&self) -> &DataKeys {
        &self.keys
    }

    /// Seals a value as JSON.
    pub fn seal<T: Serialize>(&self, purpose: Purpose, owner: &[u8], value: &T) -> Vec<u8> {
        let plain = serde_json::to_vec(value).expect("our own types are JSON");
        self.keys.seal(purpose, owner, &plain)
    }

    /// Opens a value.
    ///
    /// # Errors
    /// [`VaultError`].
    pub fn open<T: DeserializeOwned>(&self, purpose: Purpose, owner: &[u8], sealed: &[u8]) -> Result<T, VaultError> {
        let plain = self.keys.open(purpose, owner, sealed)?;
        serde_json::from_slice(&plain).map_err(|_| VaultError::Damaged)
    }

    /// A keyed hash; the same text under another name has another one.
    pub fn hash(&self, name: &str, text: &[u8]) -> Hash {
        let mut context = hmac::Context::with_key(&self.hash_key);
        context.update(name.as_bytes());
        context.update(&[0]);
        context.update(text);
        let mut hash = [0; 32];
        hash.copy_from_slice(context.sign().as_ref());
        hash
    }

    /// How a token is stored and found.
    pub fn token_hash(&self, token: &Token) -> Hash {
        self.hash("token", token.as_str().as_bytes())
    }
}

impl std::fmt::Debug for Vault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Vault(…)")
    }
}

/// Random bytes of the operating system.
pub fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    SystemRandom::new().fill(&mut bytes).expect("the operating system gives random bytes");
    bytes
}

/// A fresh token.
pub fn random_token() -> Token {
    let text = URL_SAFE_NO_PAD.encode(random::<16>());
    Token::parse(&text).expect("16 bytes in base64url are 22 characters")
}

/// A number below `bound`, each as likely as the next.
pub fn random_below(bound: u32) -> u32 {
    let zone = u32::MAX - u32::MAX % bound;
    loop {
        let number = u32::from_le_bytes(random());
        if number < zone {
            return number % bound;
        }
    }
}

/// Whether two hashes are the same, in a time that does not tell where they differ.
pub fn same(a: &Hash, b: &[u8]) -> bool {
    a[..].ct_eq(b).into()
}

fn aad(purpose: Purpose, owner: &[u8]) -> Aad<Vec<u8>> {
    Aad::from([purpose.word().as_bytes(), &[0], owner].concat())
}

fn decode_key(text: &str) -> Result<[u8; KEY_LENGTH], VaultError> {
    let plain = text.trim().trim_end_matches('=').replace('+', "-").replace('/', "_");
    let bytes = URL_SAFE_NO_PAD.decode(plain).map_err(|_| VaultError::Key)?;
    bytes.try_into().map_err(|_| VaultError::Key)
}

#[cfg(test)]
mod tests {
    use super::*;

    const OLD: &str = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
    const NEW: &str = "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE";

    fn vault(keys: &[&str], hash_key: &[u8]) -> Vault {
        Vault::new(DataKeys::parse(keys.iter().copied()).unwrap(), hash_key).unwrap()
    }

    #[test]
    fn a_box_opens_for_its_purpose_and_owner_alone() {
        let keys = DataKeys::parse([OLD]).unwrap();
        let sealed = keys.seal(Purpose::Patient, b"row 1", "박서윤".as_bytes());
        assert!(!sealed.windows(3).any(|part| part == "박".as_bytes()));
        assert_eq!(keys.open(Purpose::Patient, b"row 1", &sealed).unwrap(), "박서윤".as_bytes());
        assert_eq!(keys.open(Purpose::Patient, b"row 2", &sealed), Err(VaultError::Damaged));
        assert_eq!(keys.open(Purpose::Reason, b"row 1", &sealed), Err(VaultError::Damaged));
        for cut in 0..sealed.len() {
            assert!(keys.open(Purpose::Patient, b"row 1", &sealed[..cut]).is_err());
        }
        for byte in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[byte] ^= 1;
            assert!(keys.open(Purpose::Patient, b"row 1", &changed).is_err(), "byte {byte}");
        }
        assert_ne!(sealed, keys.seal(Purpose::Patient, b"row 1", "박서윤".as_bytes()), "no two boxes are alike");
    }

    #[test]
    fn keys_change_and_hashes_stay() {
        let old = DataKeys::parse([OLD]).unwrap();
        let hash_key = Vault::new_hash_key(&old);
        let sealed = old.seal(Purpose::Reason, &[], b"x");
        let before = vault(&[OLD], &hash_key);
        let both = vault(&[NEW, OLD], &hash_key);
        assert_eq!(both.keys().open(Purpose::Reason, &[], &sealed).unwrap(), b"x");
        assert!(!both.keys().is_current(&sealed) && before.keys().is_current(&sealed));
        assert_eq!(before.hash("phone", b"010"), both.hash("phone", b"010"));
        assert_ne!(before.hash("phone", b"010"), before.hash("code", b"010"));
        let new = DataKeys::parse([NEW]).unwrap();
        assert_eq!(new.open(Purpose::Reason, &[], &sealed), Err(VaultError::UnknownKey));
        assert!(Vault::new(new, &hash_key).is_err(), "the data of another key is refused at the start");
    }

    #[test]
    fn keys_are_read_in_every_base64_and_refused_when_short() {
        assert!(DataKeys::parse([DataKeys::random().as_str()]).is_ok());
        assert!(DataKeys::parse(["//////////////////////////////////////////8="]).is_ok());
        for wrong in ["", "AAAA", "not base64!", &OLD[1..]] {
            assert!(DataKeys::parse([wrong]).is_err(), "{wrong}");
        }
        assert!(DataKeys::parse([]).is_err());
    }

    #[test]
    fn random_things_have_their_form() {
        assert_ne!(random_token(), random_token());
        assert!((0..200).all(|_| random_below(7) < 7));
        let hash = random::<32>();
        assert!(same(&hash, &hash) && !same(&hash, &hash[1..]) && !same(&hash, &random::<32>()));
    }
}

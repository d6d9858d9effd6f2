//! Networks of addresses, and the one question asked of them: where a request really comes from.

use std::net::IpAddr;

/// An address with the length of its network's prefix.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Network {
    bits: u128,
    prefix: u32,
}

impl Network {
    /// Reads `10.0.0.0/8`, `2001:db8::/32` or one address.
    pub fn parse(text: &str) -> Option<Self> {
        let (address, length) = text.trim().split_once('/').map_or((text.trim(), None), |(a, l)| (a, Some(l)));
        let address: IpAddr = address.parse().ok()?;
        let most = if address.is_ipv4() { 32 } else { 128 };
        let length = match length {
            Some(length) => length.parse::<u32>().ok().filter(|length| *length <= most)?,
            None => most,
        };
        Some(Self { bits: bits(address), prefix: length + 128 - most })
    }

    /// Whether an address lies in it.
    pub fn holds(&self, address: IpAddr) -> bool {
        let shift = 128 - self.prefix;
        let cut = |bits: u128| bits.checked_shr(shift).unwrap_or(0);
        cut(bits(address)) == cut(self.bits)
    }
}

/// IPv4 as the mapped part of IPv6, so that both compare.
fn bits(address: IpAddr) -> u128 {
    match address.to_canonical() {
        IpAddr::V4(v4) => v4.to_ipv6_mapped().to_bits(),
        IpAddr::V6(v6) => v6.to_bits(),
    }
}

/// The proxies whose `X-Forwarded-For` counts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Proxies(Vec<Network>);

impl Proxies {
    /// From a comma-separated list; `None` when a part is no network.
    pub fn parse(text: &str) -> Option<Self> {
        text.split(',')
            .map(str::trim)
            .filter(|part| !part.is_empty())
            .map(Network::parse)
            .collect::<Option<_>>()
            .map(Self)
    }

    /// Where a request comes from: the last address of the chain that is not a trusted proxy's.
    pub fn client(&self, peer: IpAddr, forwarded_for: Option<&str>) -> IpAddr {
        let trusted = |address: IpAddr| self.0.iter().any(|network| network.holds(address));
        let mut client = peer;
        for hop in forwarded_for.into_iter().flat_map(|chain| chain.rsplit(',')) {
            if !trusted(client) {
                break;
            }
            match hop.trim().parse() {
                Ok(address) => client = address,
                Err(_) => break,
            }
        }
        client
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn networks_hold_their_own() {
        let network = Network::parse("10.1.0.0/16").unwrap();
        assert!(network.holds(address("10.1.255.1")) && network.holds(address("::ffff:10.1.2.3")));
        assert!(!network.holds(address("10.2.0.1")) && !network.holds(address("::1")));
        assert!(Network::parse("2001:db8::/32").unwrap().holds(address("2001:db8:1::1")));
        assert!(Network::parse("0.0.0.0/0").unwrap().holds(address("192.0.2.1")));
        assert!(Network::parse("127.0.0.1").unwrap().holds(address("127.0.0.1")));
        for wrong in ["", "10.0.0.0/33", "10.0.0/8", "host", "::/129"] {
            assert_eq!(Network::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn only_a_trusted_proxy_is_believed() {
        let proxies = Proxies::parse("127.0.0.1, 10.0.0.0/8").unwrap();
        let client = |peer, chain| proxies.client(address(peer), chain).to_string();
        assert_eq!(client("127.0.0.1", Some("203.0.113.9, 10.0.0.2")), "203.0.113.9");
        assert_eq!(
            client("127.0.0.1", Some("1.2.3.4, 203.0.113.9")),
            "203.0.113.9",
            "what the client wrote itself is not believed"
        );
        assert_eq!(client("203.0.113.7", Some("1.2.3.4")), "203.0.113.7");
        assert_eq!(client("127.0.0.1", None), "127.0.0.1");
        assert_eq!(client("127.0.0.1", Some("nonsense")), "127.0.0.1");
        assert_eq!(Proxies::parse("10.0.0.0/8,x"), None);
        assert_eq!(Proxies::parse("").unwrap().client(address("127.0.0.1"), Some("1.2.3.4")), address("127.0.0.1"));
    }
}

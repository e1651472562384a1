//! Where a request comes from: the peer, or what the proxies that are trusted say of it.

use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, Request};
use ipnet::IpNet;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Once;

/// Set by a proxy; each adds whom it heard from.
const FORWARDED_FOR: &str = "x-forwarded-for";

/// The address of whoever sent the request. A server without a socket of its own has nobody's address, which no list of
/// addresses lets in.
pub fn of<B>(request: &Request<B>, trusted: &[IpNet]) -> IpAddr {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
    let peer = peer.map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |ConnectInfo(peer)| peer.ip());
    let peer = peer.to_canonical();
    if !is_in(peer, trusted) && request.headers().contains_key(FORWARDED_FOR) {
        static TOLD: Once = Once::new();
        TOLD.call_once(|| tracing::warn!(%peer, "X-Forwarded-For is not believed: DESK_TRUSTED_PROXIES does not name who sent it"));
    }
    behind(peer, request.headers(), trusted)
}

/// The last address that no trusted proxy has. Whatever stands before it anybody can have written.
fn behind(peer: IpAddr, headers: &HeaderMap, trusted: &[IpNet]) -> IpAddr {
    // A line with a byte that is no text is a line, too: the proxy added to what somebody had made up.
    let lines: Vec<_> = headers.get_all(FORWARDED_FOR).iter().map(|line| String::from_utf8_lossy(line.as_bytes())).collect();
    let mut address = peer;
    for heard_from in lines.iter().rev().flat_map(|line| line.rsplit(',')) {
        if !is_in(address, trusted) {
            break;
        }
        // What cannot be read says nothing about who is behind the proxy.
        let Some(before) = parse(heard_from) else { break };
        address = before;
    }
    address
}

/// Whether one of the networks holds the address.
pub fn is_in(address: IpAddr, networks: &[IpNet]) -> bool {
    networks.iter().any(|network| network.contains(&address))
}

/// An address, with a port as some proxies write it.
fn parse(text: &str) -> Option<IpAddr> {
    let text = text.trim();
    let bare = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(text);
    let address = bare.parse().ok().or_else(|| text.parse::<SocketAddr>().ok().map(|address| address.ip()))?;
    Some(address.to_canonical())
}

/// Reads a list of addresses and networks, separated by commas, spaces or lines.
///
/// # Errors
/// The first piece that is neither.
pub fn parse_networks(text: &str) -> Result<Vec<IpNet>, String> {
    let mut networks = Vec::new();
    for piece in text.split([',', '、', ' ', '　', '\t', '\r', '\n']).filter(|piece| !piece.is_empty()) {
        let plain = crate::domain::chars::to_half_width(piece);
        let network = plain.parse::<IpNet>().ok().or_else(|| plain.parse::<IpAddr>().ok().map(IpNet::from));
        let network = network.ok_or_else(|| piece.to_owned())?.trunc();
        if !networks.contains(&network) {
            networks.push(network);
        }
    }
    Ok(networks)
}

/// A network as people write it: a single address without its length.
pub fn display(network: &IpNet) -> String {
    if network.prefix_len() == network.max_prefix_len() { network.addr().to_string() } else { network.to_string() }
}

#[cfg(test)]
mod tests {
    use super::{behind, display, parse_networks};
    use axum::http::{HeaderMap, HeaderValue};

    #[test]
    fn the_last_address_that_is_no_trusted_proxys_counts() {
        let trusted = parse_networks("10.0.0.0/8, 127.0.0.1, fd00::/8").unwrap();
        for (peer, lines, address) in [
            ("203.0.113.9", &[][..], "203.0.113.9"),
            ("203.0.113.9", &["198.51.100.1"], "203.0.113.9"),
            ("10.0.0.1", &[], "10.0.0.1"),
            ("10.0.0.1", &["198.51.100.1"], "198.51.100.1"),
            ("10.0.0.1", &["6.6.6.6, 198.51.100.1"], "198.51.100.1"),
            ("10.0.0.1", &["6.6.6.6, 198.51.100.1, 10.0.0.2"], "198.51.100.1"),
            ("10.0.0.1", &["6.6.6.6", "198.51.100.1,10.0.0.2"], "198.51.100.1"),
            ("10.0.0.1", &["10.0.0.3, 10.0.0.2"], "10.0.0.3"),
            ("10.0.0.1", &["198.51.100.1:50123"], "198.51.100.1"),
            ("10.0.0.1", &["[2001:db8::1]:443"], "2001:db8::1"),
            ("fd00::1", &["[2001:db8::1]"], "2001:db8::1"),
            ("10.0.0.1", &["::ffff:198.51.100.1"], "198.51.100.1"),
            ("10.0.0.1", &["198.51.100.1, unknown"], "10.0.0.1"),
            ("10.0.0.1", &[""], "10.0.0.1"),
            ("10.0.0.1", &["é, 198.51.100.1"], "198.51.100.1"),
        ] {
            let mut headers = HeaderMap::new();
            for line in lines {
                headers.append("x-forwarded-for", HeaderValue::from_bytes(line.as_bytes()).unwrap());
            }
            assert_eq!(behind(peer.parse().unwrap(), &headers, &trusted).to_string(), address, "{peer} {lines:?}");
        }
    }

    #[test]
    fn networks_are_read_as_people_type_them() {
        let read = |text: &str| parse_networks(text).map(|networks| networks.iter().map(display).collect::<Vec<_>>().join(" "));
        assert_eq!(read(""), Ok(String::new()));
        assert_eq!(read("192.0.2.1\n192.0.2.77/24、2001:db8::/32"), Ok("192.0.2.1 192.0.2.0/24 2001:db8::/32".to_owned()));
        assert_eq!(read("１９２．０．２．１ 192.0.2.1/32"), Ok("192.0.2.1".to_owned()));
        for wrong in ["192.0.2", "192.0.2.0/33", "example.jp", "192.0.2.1-9"] {
            assert_eq!(read(&format!("192.0.2.1 {wrong}")), Err(wrong.to_owned()));
        }
    }
}

//! From which address a request comes, so that tries can be counted by network.

use actix_web::HttpRequest;
use std::net::{IpAddr, Ipv4Addr};

/// The address of the client.
///
/// `proxies` says how many machines of ours stand before the portal. Each appends to `X-Forwarded-For` whom it was
/// asked by, so the client is that many places from the end; what stands before is whatever the client wrote and is
/// not believed.
pub fn client(request: &HttpRequest, proxies: usize) -> IpAddr {
    let forwarded = request
        .headers()
        .get_all("x-forwarded-for")
        .filter_map(|line| line.to_str().ok());
    let chain: Vec<&str> = forwarded
        .flat_map(|line| line.split(','))
        .map(str::trim)
        .collect();
    let told = proxies
        .checked_sub(1)
        .and_then(|back| chain.iter().rev().nth(back))
        .and_then(|address| address.parse().ok());
    // Who comes without an address is counted together with all others who do.
    let address = told
        .or_else(|| request.peer_addr().map(|peer| peer.ip()))
        .unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED));
    address.to_canonical()
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::test::TestRequest;

    fn seen(forwarded: &[&'static str], proxies: usize) -> String {
        let request = TestRequest::get().peer_addr("192.0.2.7:1000".parse().unwrap());
        let add = |request: TestRequest, line: &&'static str| {
            request.append_header(("x-forwarded-for", *line))
        };
        client(
            &forwarded.iter().fold(request, add).to_http_request(),
            proxies,
        )
        .to_string()
    }

    #[test]
    fn without_proxies_nothing_a_client_writes_is_believed() {
        assert_eq!(seen(&[], 0), "192.0.2.7");
        assert_eq!(seen(&["203.0.113.9"], 0), "192.0.2.7");
    }

    #[test]
    fn each_proxy_of_ours_is_believed_and_nobody_before_it() {
        assert_eq!(seen(&["198.51.100.1, 203.0.113.9"], 1), "203.0.113.9");
        assert_eq!(seen(&["198.51.100.1, 203.0.113.9"], 2), "198.51.100.1");
        assert_eq!(seen(&["198.51.100.1", "203.0.113.9"], 1), "203.0.113.9");
        assert_eq!(
            seen(&["198.51.100.1"], 2),
            "192.0.2.7",
            "the second proxy is missing"
        );
        assert_eq!(seen(&["evil"], 1), "192.0.2.7");
    }

    #[test]
    fn an_old_address_written_the_new_way_is_the_same() {
        assert_eq!(seen(&["::ffff:203.0.113.9"], 1), "203.0.113.9");
        assert_eq!(seen(&["2001:db8::1"], 1), "2001:db8::1");
    }
}

use consign::domain::web_address::{MAX_WEB_ADDRESS, WebAddress, WebAddressError};

#[test]
fn an_address_has_a_host_and_no_spaces() {
    for (text, encrypted, document) in [
        ("https://files.example.com/eula.pdf", true, true),
        ("https://files.example.com/Verträge?v=2#top", true, true),
        ("http://127.0.0.1:8080/files/1", false, true),
        ("HTTPS://files.example.com", false, false),
        ("ftp://files.example.com", false, false),
        ("javascript:alert(1)", false, false),
        ("files.example.com", false, false),
        ("", false, false),
        ("https://", false, false),
        ("https:///eula", false, false),
        ("https://?eula", false, false),
        ("https://#eula", false, false),
        ("https://x.example/a b", false, false),
        ("https://x.example/a\nb", false, false),
        ("https://x.example/a\u{0}b", false, false),
        (" https://x.example/", false, false),
    ] {
        let read = WebAddress::parse(text);
        assert_eq!(read.is_ok(), encrypted, "{text:?}");
        let of_document = WebAddress::parse_of_document(text);
        assert_eq!(of_document.is_ok(), document, "{text:?}");
        for address in read.iter().chain(&of_document) {
            assert_eq!(address.as_str(), text);
        }
    }
}

#[test]
fn an_address_is_as_long_as_browsers_take() {
    let of_length = |length: usize| format!("https://x.example/{}", "ä".repeat(length - 18));
    assert!(WebAddress::parse(&of_length(MAX_WEB_ADDRESS)).is_ok());
    let longer = WebAddress::parse(&of_length(MAX_WEB_ADDRESS + 1));
    assert_eq!(longer, Err(WebAddressError::TooLong));
}

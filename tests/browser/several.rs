//! Several opportunities revoked at once.

use crate::browser::Script;
use crate::people::ADMIN;
use crate::walk::travel;

#[test]
fn several_are_chosen_named_once_more_and_revoked() {
    let (choose, chosen) = (
        "isv.opportunities.revoke_several",
        "isv.opportunities.revoke_chosen",
    );
    for script in [Script::On, Script::Off] {
        travel(ADMIN, script, async |browser| {
            browser
                .go("/isv/opportunities?q=Relecloud", "isv.opportunities")
                .await;
            browser.follow("Revoke several", choose).await;
            let not_active = browser.texts("td.pick .none").await;
            assert!(not_active.contains(&"Not active".to_owned()));
            browser.press("Continue", choose).await;
            assert_eq!(browser.errors().await, ["Select at least one opportunity"]);
            let boxes = browser.values_of("id").await;
            for id in &boxes[..3] {
                browser.choose("id", id).await;
            }
            browser.press("Continue", chosen).await;
            assert_eq!(browser.heading().await, "Revoke 3 opportunities?");
            browser
                .fill("reason", "Prices change in the new year")
                .await;
            browser
                .press("Revoke 3 opportunities", "isv.opportunities")
                .await;
            let banner = browser.text("[data-banner] p").await;
            assert!(banner.starts_with("Done: 3 opportunities"), "{banner}");
        });
    }
}

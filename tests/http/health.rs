//! For those who watch the portal.

use crate::portal::on_each_database;

#[test]
fn the_portal_says_that_it_lives_and_is_ready() {
    on_each_database(|portal| {
        for (path, says) in [("/healthz", "ok\n"), ("/readyz", "ready\n")] {
            let request = portal.anonymous();
            let answer = request
                .request("GET", path)
                .header("Host", "10.0.0.1")
                .send();
            assert_eq!((answer.status, answer.text()), (200, says), "{path}");
        }
    });
}

//! Refused rows come back as a file with their reasons, are mended there, and go up again.

use super::{file, good, press, taken};
use crate::portal::on_each_database;
use crate::trade::{ADMIN, CONTOSO, HARBOR, LOGSTREAM};

#[test]
fn refused_rows_are_downloaded_mended_and_uploaded_again() {
    on_each_database(|portal| {
        let browser = portal.sign_in(ADMIN);
        let wrong = format!("{HARBOR},{LOGSTREAM},-10% for Harbor,percentage,101,no set time,");
        let rows = [good("Q1", CONTOSO), wrong, "1,x,y,gift,,,".to_owned()];
        let at = taken(&browser, "q1.csv", &file(&rows));
        let before = browser.get(&format!("{at}/refused.csv"));
        insta::allow_duplicates! { insta::assert_snapshot!("refused_csv", before.text().replace('\r', "")) };
        assert_eq!(
            before.header("content-disposition"),
            Some("attachment; filename=\"refused-rows.csv\"")
        );
        press(&browser, &at);
        let two = browser.get(&at).page();
        assert_eq!(
            two.link("Download them as CSV"),
            format!("{at}/refused.csv")
        );
        let after = browser.get(&format!("{at}/refused.csv"));
        assert_eq!(after.text(), before.text(), "the reasons stay");
        let mended = after.text().replace(",101,", ",10,");
        let again = taken(&browser, "mended.csv", mended.as_bytes());
        let page = browser.get(&again).page();
        assert_eq!(
            page.rows()[0][2],
            "-10% for Harbor",
            "without its apostrophe"
        );
        press(&browser, &again);
        let page = browser.get(&again).page();
        assert_eq!(page.heading(), "1 opportunity created");
        let words =
            "1 row was refused Download it as CSV with the reasons in a column more, mend it there";
        assert!(page.text().contains(words), "{}", page.text());
        let third = browser.get(&format!("{again}/refused.csv"));
        let headings = third.text().lines().next().unwrap_or_default();
        assert_eq!(headings.matches("Reason").count(), 1, "{headings}");
    });
}

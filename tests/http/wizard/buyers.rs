//! Step 7: for which buyers it is.

use super::Wizard;
use crate::portal::on_each_database;
use consign::answers::Step;

#[test]
fn buyers_are_listed_in_any_of_the_usual_ways() {
    on_each_database(|portal| {
        let wizard = Wizard::complete(portal);
        insta::allow_duplicates! { insta::assert_snapshot!("fresh", wizard.page("buyers").outline()) };
        let typed = "111122223333, 2222 3333 4444\n3333-4444-5555;\n\n111122223333";
        wizard.accepts(Step::Buyers, &[("buyers", typed)], "eula");
        insta::allow_duplicates! { insta::assert_snapshot!("filled", wizard.page("buyers").outline()) };
        let limited = "1111 2222 3333, 2222 3333 4444, 3333 4444 5555";
        assert_eq!(wizard.page("review").texts("#buyers dd"), [limited]);
        wizard.accepts(Step::Buyers, &[("buyers", " \n ")], "eula");
        assert_eq!(wizard.page("review").texts("#buyers .none"), ["Not given"]);
    });
}

#[test]
fn each_wrong_line_is_named() {
    on_each_database(|portal| {
        let wizard = Wizard::complete(portal);
        let rule = "account ID must be 12 digits";
        let one = "111122223333\n\n12345678";
        let text = format!("Line 3: {rule} – \"12345678\" has 8");
        let page = wizard.refuses(Step::Buyers, &[("buyers", one)], &[("buyers", &text)]);
        insta::allow_duplicates! { insta::assert_snapshot!("refused", page.outline()) };
        let text = format!("Line 1: {rule} – \"<b>1</b>\" has other characters");
        wizard.refuses(
            Step::Buyers,
            &[("buyers", "<b>1</b>")],
            &[("buyers", &text)],
        );
        let many = (1..=9)
            .map(|n| n.to_string())
            .collect::<Vec<_>>()
            .join("\n");
        let mut texts: Vec<String> = (1..=5)
            .map(|n| format!("Line {n}: {rule} – \"{n}\" has 1"))
            .collect();
        texts.push("and 4 more lines".to_owned());
        let errors: Vec<_> = texts.iter().map(|text| ("buyers", text.as_str())).collect();
        wizard.refuses(Step::Buyers, &[("buyers", &many)], &errors);
    });
}

#[test]
fn there_are_25_at_most() {
    on_each_database(|portal| {
        let wizard = Wizard::complete(portal);
        let accounts = |count: u64| {
            let lines: Vec<String> = (0..count).map(|n| format!("1{n:011}")).collect();
            lines.join("\n")
        };
        wizard.accepts(Step::Buyers, &[("buyers", &accounts(25))], "eula");
        for count in [26, 31] {
            let text = format!("You can enter up to 25 buyer account IDs – you entered {count}");
            let typed = accounts(count);
            wizard.refuses(Step::Buyers, &[("buyers", &typed)], &[("buyers", &text)]);
        }
    });
}

//! Products of every model that cannot be resold, and one that is not on sale yet.

use super::{drafts, pasted, request};
use crate::portal::on_each_database;
use crate::trade::{ADMIN, Trade};
use consign::catalog_file;
use consign::domain::pricing_model::PricingModel;
use consign::store::products;
use serde_json::json;

/// The model of each of these products, in a catalogue file.
fn catalogue() -> String {
    let resold = |model: &PricingModel| !model.resellable();
    let models = PricingModel::ALL.into_iter().filter(resold);
    let products = models.map(|model| {
        json!({"id": id(model), "title": model.label(), "model": model.as_str(), "state": "public",
            "eula": "standard", "dimensions": []})
    });
    json!({"products": products.collect::<Vec<_>>()}).to_string()
}

fn id(model: PricingModel) -> String {
    format!("prod-{}", model.as_str())
}

#[test]
fn products_that_cannot_be_resold_are_refused_by_their_title() {
    on_each_database(|portal| {
        let trade = Trade::begin(portal);
        let listed = catalog_file::parse(&catalogue()).expect("a sound catalogue");
        let now = portal.clock.now();
        let put = |c: &mut _| products::put_all(c, &trade.scope, &listed, "Dana Li", now);
        assert!(portal.db.write_now(put).expect("it can be written"));
        let browser = portal.sign_in(ADMIN);
        let all = listed
            .iter()
            .map(|product| (product.id.to_string(), product.title.clone()));
        let draft = ("prod-tideanalytic1".to_owned(), "Tide Analytics".to_owned());
        let mut refused = 0;
        for (id, title) in all.chain([draft]) {
            let mut asked = request("Not for resale");
            asked["ChangeSet"][0]["DetailsDocument"]["ProductId"] = id.as_str().into();
            let answer = pasted(&browser, &asked.to_string());
            assert_eq!(answer.status, 422, "{id}");
            let told = answer.page().text();
            let expected =
                format!("{title} is not on sale or cannot be resold (INCOMPATIBLE_PRODUCT)");
            assert!(
                told.contains("ChangeSet[0].DetailsDocument.ProductId"),
                "{told}"
            );
            assert!(told.contains(&expected), "{told}");
            refused += 1;
        }
        assert_eq!((refused, drafts(&browser)), (9, 0));
    });
}

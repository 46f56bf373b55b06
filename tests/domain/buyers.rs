use crate::samples::account;
use consign::domain::account::AccountId;
use consign::domain::buyers::Buyers;

fn accounts(count: u32) -> Vec<AccountId> {
    (0..count).map(|n| account(&format!("{n:012}"))).collect()
}

#[test]
fn no_buyer_means_any_buyer() {
    assert!(Buyers::new(Vec::new()).unwrap().is_anyone());
    assert!(!Buyers::new(accounts(1)).unwrap().is_anyone());
}

#[test]
fn twenty_five_buyers_are_taken_and_the_twenty_sixth_is_not() {
    assert_eq!(Buyers::new(accounts(25)).unwrap().accounts().len(), 25);
    assert_eq!(Buyers::new(accounts(26)), Err(26));
}

#[test]
fn a_buyer_named_twice_counts_once_and_the_order_stays() {
    let [first, second] = [account("222233334444"), account("111122223333")];
    let typed = vec![first.clone(), second.clone(), first.clone()];
    assert_eq!(Buyers::new(typed).unwrap().accounts(), [first, second]);

    let twice = [accounts(25), accounts(25)].concat();
    assert_eq!(Buyers::new(twice).unwrap().accounts().len(), 25);
}

//! What is for anybody, for everybody who is signed in whatever they are, and for the operator.

use super::{Route, table};

const ID: &str = "{id}";
/// A secret of a link that opens nothing.
pub const SECRET: &str = "5555555555555555555555555555555555555555555555555555555555555555";

pub fn all() -> Vec<Route> {
    table! {
        // Without an account nothing is opened.
        GET buyer_offer(SECRET) Anybody Nothing 200;
        GET buyer_accept(SECRET) Anybody Nothing 303;
        POST buyer_accept(SECRET) Anybody Nothing 422;
        POST buyer_total(SECRET) Anybody Nothing 422;
        GET buyer_document(SECRET, "document") Anybody Nothing 404;
        GET help() Anybody Nothing 200;
        GET accessibility() Anybody Nothing 200;
        GET privacy() Anybody Nothing 200;
        POST theme() Anybody Nothing 303;
        GET sign_in_code() Anybody Nothing 303;
        // Nobody's password was right before.
        POST sign_in_code() Anybody Nothing 303;
        POST sign_out() Anybody Nothing 200;
        GET password_forgotten() Anybody Nothing 200;
        POST password_forgotten() Anybody Nothing 422;
        GET notification_confirm(SECRET) Anybody Nothing 200;
        POST notification_confirm(SECRET) Anybody Nothing 200;
        GET notification_unsubscribe(SECRET) Anybody Nothing 200;
        POST notification_unsubscribe(SECRET) Anybody Nothing 200;

        GET home() SignedIn Nothing 303;
        GET account() SignedIn Nothing 200;
        POST stay() SignedIn Nothing 204;
        GET password() SignedIn Nothing 200;
        POST password() SignedIn Nothing 422;
        GET second_step() SignedIn Nothing 200;
        // Without the secret of an app.
        POST second_step() SignedIn Nothing 400;
        // Nobody has set it up.
        POST second_step_codes() SignedIn Nothing 303;
        POST second_step_remove() SignedIn Nothing 303;
        // Of no session.
        POST end_session() SignedIn Nothing 303;
        POST sign_out_everywhere() SignedIn Nothing 200;

        GET document(ID) OwnViewers Document 200;
        GET organisation() OwnViewers Nothing 200;
        POST organisation() OwnAdmins Nothing 422;
        GET notifications() OwnViewers Nothing 200;
        POST notifications() OwnAdmins Nothing 422;
        GET notification_address(ID) OwnAdmins Address 200;
        POST notification_address(ID) OwnAdmins Address 422;
        POST notification_resend(ID) OwnAdmins Address 303;
        POST notification_remove(ID) OwnAdmins Address 303;
        GET people() OwnAdmins Nothing 200;
        GET people_invite() OwnAdmins Nothing 200;
        POST people_invite() OwnAdmins Nothing 422;
        // Nobody is invited.
        POST people_withdraw() OwnAdmins Nothing 404;
        POST person_role(ID) + "role=viewer" OwnAdmins Person 303;
        POST person_access(ID) + "access=out" OwnAdmins Person 303;
        POST person_second_step(ID) OwnAdmins Person 303;

        GET outbox() Operators Nothing 200;
        POST outbox_retry(ID) Operators Letter 303;
        POST outbox_give_up(ID) Operators Letter 303;
        GET organisations() Operators Nothing 200;
        GET terms_requests() Operators Nothing 200;
        POST terms_request_answered(ID) Operators TermsRequest 303;
        POST organisation_registration(ID) + "registered=yes" Operators Reseller 303;
    }
}

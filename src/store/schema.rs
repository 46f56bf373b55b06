//! The tables, as the migrations make them. A test selects every column of every table on both databases.
#![expect(
    missing_docs,
    reason = "the macro gives no place for them; the migrations say what is not plain"
)]

use diesel::{allow_tables_to_appear_in_same_query, joinable, table};

table! {
    organisations (id) {
        id -> Text,
        kind -> Text,
        account_id -> Text,
        name -> Text,
        country -> Text,
        email -> Text,
        registered -> Bool,
        created_at -> Timestamp,
        changes -> BigInt,
    }
}

table! {
    users (id) {
        id -> Text,
        organisation_id -> Text,
        email -> Text,
        email_lower -> Text,
        name -> Text,
        role -> Text,
        password_hash -> Text,
        disabled -> Bool,
        one_page -> Bool,
        theme -> Text,
        created_at -> Timestamp,
    }
}

table! {
    sessions (key_hash) {
        key_hash -> Text,
        user_id -> Nullable<Text>,
        state -> Text,
        created_at -> Timestamp,
        seen_at -> Timestamp,
    }
}

table! {
    sign_in_failures (subject) {
        subject -> Text,
        failures -> Integer,
        last_at -> Timestamp,
    }
}

table! {
    known_browsers (key_hash, user_id) {
        key_hash -> Text,
        user_id -> Text,
        seen_at -> Timestamp,
    }
}

table! {
    second_steps (user_id) {
        user_id -> Text,
        sealed -> Binary,
        last_span -> BigInt,
        since -> Timestamp,
    }
}

table! {
    recovery_codes (user_id, hash) {
        user_id -> Text,
        hash -> Text,
    }
}

table! {
    products (isv_id, id) {
        isv_id -> Text,
        id -> Text,
        title -> Text,
        model -> Text,
        state -> Text,
        tiered -> Bool,
        eula_url -> Nullable<Text>,
        position -> Integer,
    }
}

table! {
    dimensions (isv_id, product_id, key) {
        isv_id -> Text,
        product_id -> Text,
        key -> Text,
        name -> Text,
        description -> Text,
        unit -> Text,
        kind -> Text,
        position -> Integer,
    }
}

table! {
    use crate::store::money::ExactMoney;
    use diesel::sql_types::*;

    list_prices (isv_id, product_id, dimension_key, charge) {
        isv_id -> Text,
        product_id -> Text,
        dimension_key -> Text,
        charge -> Text,
        amount -> ExactMoney,
    }
}

table! {
    document_contents (sha256) {
        sha256 -> Text,
        bytes -> Binary,
    }
}

table! {
    documents (id) {
        id -> Text,
        organisation_id -> Text,
        kind -> Text,
        name -> Text,
        format -> Text,
        size -> Integer,
        sha256 -> Text,
        uploaded_by -> Text,
        uploaded_at -> Timestamp,
    }
}

table! {
    batches (id) {
        id -> Text,
        isv_id -> Text,
        draft_id -> Text,
        name -> Text,
        created_by -> Text,
        created_by_name -> Text,
        created_at -> Timestamp,
        size -> Integer,
        cloned_from -> Nullable<Text>,
    }
}

table! {
    opportunities (id) {
        id -> Text,
        batch_id -> Text,
        isv_id -> Text,
        isv_account -> Text,
        isv_name -> Text,
        reseller_id -> Text,
        reseller_account -> Text,
        reseller_name -> Text,
        product_id -> Text,
        product_title -> Text,
        product_model -> Text,
        product_tiered -> Bool,
        product_eula_url -> Nullable<Text>,
        name -> Text,
        description -> Nullable<Text>,
        discount_kind -> Text,
        percent -> Nullable<Integer>,
        currency -> Text,
        duration_kind -> Text,
        last_day -> Nullable<Date>,
        contract_duration -> Nullable<Text>,
        eula_kind -> Text,
        eula_version -> Nullable<Text>,
        eula_document_id -> Nullable<Text>,
        contract_kind -> Text,
        contract_version -> Nullable<Text>,
        contract_document_id -> Nullable<Text>,
        uses -> Integer,
        ended_by -> Nullable<Text>,
        search -> Text,
        created_at -> Timestamp,
    }
}

table! {
    opportunity_dimensions (opportunity_id, key) {
        opportunity_id -> Text,
        key -> Text,
        position -> Integer,
        name -> Text,
        description -> Text,
        unit -> Text,
        kind -> Text,
        added -> Bool,
    }
}

table! {
    use crate::store::money::ExactMoney;
    use diesel::sql_types::*;

    opportunity_prices (opportunity_id, dimension_key, charge) {
        opportunity_id -> Text,
        dimension_key -> Text,
        charge -> Text,
        position -> Integer,
        list -> Nullable<ExactMoney>,
        wholesale -> ExactMoney,
        basis -> Text,
        percent -> Nullable<Integer>,
    }
}

table! {
    opportunity_grants (opportunity_id, dimension_key) {
        opportunity_id -> Text,
        dimension_key -> Text,
        position -> Integer,
        quantity -> Integer,
    }
}

table! {
    use crate::store::money::ExactMoney;
    use diesel::sql_types::*;

    opportunity_payments (opportunity_id, position) {
        opportunity_id -> Text,
        position -> Integer,
        due -> Date,
        amount -> ExactMoney,
    }
}

table! {
    opportunity_buyers (opportunity_id, position) {
        opportunity_id -> Text,
        position -> Integer,
        account_id -> Text,
    }
}

table! {
    revocations (opportunity_id) {
        opportunity_id -> Text,
        by_side -> Text,
        person -> Text,
        user_id -> Text,
        at -> Timestamp,
        reason -> Nullable<Text>,
    }
}

table! {
    resale_authorizations (opportunity_id) {
        opportunity_id -> Text,
        aws_id -> Text,
    }
}

table! {
    drafts (id) {
        id -> Text,
        isv_id -> Text,
        version -> Integer,
        answers -> Text,
        created_by -> Text,
        created_at -> Timestamp,
        saved_by -> Text,
        saved_at -> Timestamp,
        cloned_from -> Nullable<Text>,
    }
}

table! {
    draft_authorizations (draft_id) {
        draft_id -> Text,
        isv_id -> Text,
        aws_id -> Text,
        reseller_account_id -> Text,
        answers -> Text,
    }
}

table! {
    events (id) {
        id -> Text,
        organisation_id -> Text,
        opportunity_id -> Nullable<Text>,
        kind -> Text,
        actor -> Text,
        at -> Timestamp,
        details -> Text,
        offer_id -> Nullable<Text>,
    }
}

table! {
    outbox (id) {
        id -> Text,
        event_id -> Text,
        recipient -> Text,
        kind -> Text,
        subject -> Text,
        text_body -> Text,
        html_body -> Text,
        state -> Text,
        attempts -> Integer,
        next_at -> Timestamp,
        leased_until -> Nullable<Timestamp>,
        last_error -> Nullable<Text>,
        created_at -> Timestamp,
        sent_at -> Nullable<Timestamp>,
        unsubscribe -> Nullable<Text>,
    }
}

table! {
    term_requests (id) {
        id -> Text,
        isv_id -> Text,
        user_id -> Text,
        subject -> Text,
        needed -> Text,
        contact -> Text,
        status -> Text,
        created_at -> Timestamp,
    }
}

table! {
    offer_drafts (id) {
        id -> Text,
        partner_id -> Text,
        opportunity_id -> Text,
        version -> Integer,
        answers -> Text,
        created_by -> Text,
        created_at -> Timestamp,
        saved_by -> Text,
        saved_at -> Timestamp,
    }
}

table! {
    contract_acceptances (draft_id) {
        draft_id -> Text,
        opportunity_id -> Text,
        user_id -> Text,
        person -> Text,
        at -> Timestamp,
        version -> Nullable<Text>,
        sha256 -> Nullable<Text>,
    }
}

table! {
    offers (id) {
        id -> Text,
        opportunity_id -> Text,
        isv_id -> Text,
        partner_id -> Text,
        draft_id -> Text,
        single_use -> Bool,
        name -> Text,
        description -> Text,
        adjustment -> Text,
        percent -> Nullable<Text>,
        expires_on -> Date,
        subscription_end -> Nullable<Date>,
        search -> Text,
        extended_by -> Text,
        extended_by_name -> Text,
        extended_at -> Timestamp,
    }
}

table! {
    use diesel::sql_types::*;
    use crate::store::money::ExactMoney;

    offer_prices (offer_id, dimension_key, charge) {
        offer_id -> Text,
        dimension_key -> Text,
        charge -> Text,
        position -> Integer,
        price -> ExactMoney,
    }
}

table! {
    use diesel::sql_types::*;
    use crate::store::money::ExactMoney;

    offer_payments (offer_id, position) {
        offer_id -> Text,
        position -> Integer,
        due -> Date,
        amount -> ExactMoney,
    }
}

table! {
    offer_buyers (offer_id, position) {
        offer_id -> Text,
        position -> Integer,
        account_id -> Text,
    }
}

table! {
    offer_amendments (offer_id, position) {
        offer_id -> Text,
        partner_id -> Text,
        position -> Integer,
        document_id -> Text,
    }
}

table! {
    offer_links (hash) {
        hash -> Text,
        offer_id -> Text,
        created_at -> Timestamp,
    }
}

table! {
    offer_acceptances (offer_id, account_id) {
        offer_id -> Text,
        account_id -> Text,
        id -> Text,
        by_buyer -> Bool,
        company -> Text,
        person -> Text,
        at -> Timestamp,
        starts_on -> Date,
        ends_on -> Date,
        contract_duration -> Nullable<Text>,
        wholesale_total -> Nullable<Text>,
        purchase_total -> Nullable<Text>,
    }
}

table! {
    offer_acceptance_units (offer_id, account_id, dimension_key) {
        offer_id -> Text,
        account_id -> Text,
        dimension_key -> Text,
        quantity -> Integer,
    }
}

table! {
    notification_addresses (id) {
        id -> Text,
        organisation_id -> Text,
        slot -> Integer,
        email -> Text,
        email_lower -> Text,
        state -> Text,
        on_offers -> Bool,
        on_opportunities -> Bool,
        on_reminders -> Bool,
        added_by -> Text,
        added_at -> Timestamp,
        confirm_hash -> Nullable<Text>,
        confirm_until -> Nullable<Timestamp>,
    }
}

table! {
    unsubscribe_links (hash) {
        hash -> Text,
        address_id -> Text,
        created_at -> Timestamp,
    }
}

table! {
    invitations (hash) {
        hash -> Text,
        organisation_id -> Text,
        email -> Text,
        email_lower -> Text,
        role -> Text,
        invited_by -> Text,
        created_at -> Timestamp,
        inviter_id -> Text,
    }
}

table! {
    password_resets (hash) {
        hash -> Text,
        user_id -> Text,
        created_at -> Timestamp,
    }
}

table! {
    reseller_invitations (isv_id, partner_id) {
        isv_id -> Text,
        partner_id -> Text,
        invited_by -> Text,
        created_at -> Timestamp,
    }
}

table! {
    notices (opportunity_id, kind) {
        opportunity_id -> Text,
        kind -> Text,
        at -> Timestamp,
    }
}

table! {
    bulk_uploads (id) {
        id -> Text,
        isv_id -> Text,
        file_name -> Text,
        sha256 -> Text,
        sheet -> Text,
        size -> Integer,
        uploaded_by -> Text,
        uploaded_by_name -> Text,
        uploaded_at -> Timestamp,
        made -> Nullable<Integer>,
        confirmed_by -> Nullable<Text>,
        confirmed_by_name -> Nullable<Text>,
        confirmed_at -> Nullable<Timestamp>,
    }
}

table! {
    bulk_rows (upload_id, number) {
        upload_id -> Text,
        number -> Integer,
        isv_id -> Text,
        sha256 -> Text,
        opportunity_id -> Text,
    }
}

joinable!(bulk_rows -> opportunities (opportunity_id));
joinable!(users -> organisations (organisation_id));
joinable!(sessions -> users (user_id));
joinable!(known_browsers -> users (user_id));
joinable!(second_steps -> users (user_id));
joinable!(documents -> document_contents (sha256));
joinable!(opportunities -> batches (batch_id));
joinable!(opportunity_dimensions -> opportunities (opportunity_id));
joinable!(opportunity_prices -> opportunities (opportunity_id));
joinable!(opportunity_grants -> opportunities (opportunity_id));
joinable!(opportunity_payments -> opportunities (opportunity_id));
joinable!(opportunity_buyers -> opportunities (opportunity_id));
joinable!(revocations -> opportunities (opportunity_id));
joinable!(resale_authorizations -> opportunities (opportunity_id));
joinable!(drafts -> users (saved_by));
joinable!(events -> opportunities (opportunity_id));
joinable!(outbox -> events (event_id));
joinable!(invitations -> organisations (organisation_id));
joinable!(password_resets -> users (user_id));
joinable!(offer_drafts -> users (saved_by));
joinable!(offer_drafts -> opportunities (opportunity_id));
joinable!(offers -> opportunities (opportunity_id));
joinable!(offer_prices -> offers (offer_id));
joinable!(offer_payments -> offers (offer_id));
joinable!(offer_buyers -> offers (offer_id));
joinable!(offer_amendments -> offers (offer_id));
joinable!(offer_amendments -> documents (document_id));
joinable!(offer_links -> offers (offer_id));
joinable!(offer_acceptances -> offers (offer_id));
joinable!(unsubscribe_links -> notification_addresses (address_id));
joinable!(term_requests -> users (user_id));
joinable!(term_requests -> organisations (isv_id));

allow_tables_to_appear_in_same_query!(
    batches,
    bulk_rows,
    bulk_uploads,
    contract_acceptances,
    dimensions,
    document_contents,
    documents,
    draft_authorizations,
    drafts,
    events,
    invitations,
    known_browsers,
    list_prices,
    notices,
    notification_addresses,
    offer_acceptance_units,
    offer_acceptances,
    offer_amendments,
    offer_buyers,
    offer_drafts,
    offer_links,
    offer_payments,
    offer_prices,
    offers,
    opportunities,
    opportunity_buyers,
    opportunity_dimensions,
    opportunity_grants,
    opportunity_payments,
    opportunity_prices,
    organisations,
    outbox,
    password_resets,
    products,
    recovery_codes,
    resale_authorizations,
    reseller_invitations,
    revocations,
    second_steps,
    sessions,
    sign_in_failures,
    term_requests,
    unsubscribe_links,
    users,
);

//! A database that an earlier version has filled is brought up to date, and nothing in it is lost.

use crate::harness::{Folder, database};
use atobarai_desk::domain::fee::FeeRule;
use atobarai_desk::domain::role::{OpenedBy, Role};
use atobarai_desk::domain::shop::Environment;
use atobarai_desk::server::payment_methods;
use atobarai_desk::server::store::{Store, order_state, schema, sessions, shops};
use sqlx::{AnyConnection, Connection, Executor};

/// What the first version wrote: a shop, an order with 与信OK, its act, and a server that has died since.
const FIRST_VERSION: &str = "\
    INSERT INTO shops (id, code, name, environment, merchant_code, terminal_id, sp_code_sealed) \
    VALUES (1, 'main', '本店', 'simulator', 'SIM00001', '2000022000', 'sealed'); \
    INSERT INTO orders (id, shop_id, order_number, ordered_at, status, payment_method, device, note, repeat_customer, total_amount, \
    billed_amount, contents, buyer_name, buyer_tel, receiver_name, receiver_tel, carrier, cool, pickup, parcels, deliver_on, deliver_time, \
    shipped_on, search, source_hash, credit, shipment, payment, origin, by_np, lane, reasons, registrations, shop_transaction_id, \
    np_transaction_id, created_at) VALUES \
    (1, 1, 'A-1', 1000, '', 'NP後払い', '', '', 0, 6180, 6180, '{}', '', '', '', '', '', 0, 0, 1, '', '', '', '', 'h1', 'ok', 'none', \
    'none', 'api', 1, 'unsynced', '[]', 1, 'A-1', '25040100011', 1000), \
    (2, 1, 'A-2', 1000, '', 'NP後払い', '', '', 0, 6180, 6180, '{}', '', '', '', '', '', 0, 0, 1, '', '', '', '', 'h2', 'none', 'none', \
    'none', 'api', 1, 'before', '[]', 0, NULL, NULL, 1000); \
    INSERT INTO acts (id, order_id, shop_id, kind, state, reference, payload, payload_hash, before_credit, before_shipment, urgency, \
    requested_by, recorded_at, not_before, settled_at) \
    VALUES (1, 1, 1, 'register', 'done', 'A-1', '{}', 'h', 'none', 'none', 10, 'tester', 2000, 2000, 3000); \
    INSERT INTO servers (id, seen_at) VALUES ('gone', 1)";

#[tokio::test]
async fn the_first_version_is_brought_up_to_date() {
    let folder = Folder::new();
    let url = database::fresh(&folder).await;
    sqlx::any::install_default_drivers();
    let address = if url.starts_with("sqlite") { format!("{url}?mode=rwc") } else { url.clone() };
    let mut conn = AnyConnection::connect(&address).await.unwrap();
    schema::bring_to(1, &mut conn).await.unwrap();
    conn.execute(FIRST_VERSION).await.unwrap();
    conn.close().await.unwrap();

    let store = Store::open(&url).await.unwrap();
    let mut conn = store.read().await.unwrap();
    assert_eq!(schema::version(&mut conn).await.unwrap(), Some(schema::newest()));
    let registered = order_state::load(&mut conn, 1).await.unwrap().unwrap();
    assert_eq!(registered.registered_at, Some(3000), "its OK grows old from the day NP took it");
    assert_eq!(registered.registered_in, Some(Environment::Simulator), "where its shop was all along");
    let other = order_state::load(&mut conn, 2).await.unwrap().unwrap();
    assert_eq!((other.registered_at, other.registered_in), (None, None));
    assert!(payment_methods::load(&mut conn).await.unwrap().np, "a desk with shops has worked with NP後払い all along");
    let shop = shops::by_code(&mut conn, "main").await.unwrap().unwrap();
    assert_eq!((shop.fee_rule, shop.takes_other_carriers, shop.sp_code_set_at), (FeeRule::default(), false, None));
    drop(conn);
    store.close().await;
}

#[tokio::test]
async fn who_was_signed_in_before_there_were_second_factors_stays_so() {
    let folder = Folder::new();
    let url = database::fresh(&folder).await;
    sqlx::any::install_default_drivers();
    let address = if url.starts_with("sqlite") { format!("{url}?mode=rwc") } else { url.clone() };
    let mut conn = AnyConnection::connect(&address).await.unwrap();
    schema::bring_to(3, &mut conn).await.unwrap();
    conn.execute(
        "INSERT INTO users (id, name, password_hash, created_at) VALUES (1, 'tester', 'h', 1000); \
         INSERT INTO sessions (token_hash, user_id, created_at, last_seen_at) VALUES ('t', 1, 1000, 2000)",
    )
    .await
    .unwrap();
    conn.close().await.unwrap();

    let store = Store::open(&url).await.unwrap();
    let mut conn = store.read().await.unwrap();
    let session = sessions::living(&mut conn, "t", 3000).await.unwrap().unwrap();
    assert_eq!((session.name.as_str(), session.role, session.opened_by), ("tester", Role::Manager, OpenedBy::Password));
    assert!(!session.has_totp && session.device.is_none());
    drop(conn);
    store.close().await;
}

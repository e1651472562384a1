//! The SP code and passwords appear nowhere: in no answer, no export, no log line at its most talkative, no byte of the
//! database. What a panic says of them is in `http_errors`; scripts/check-site.sh looks at what a browser loads.

use crate::harness::{Browser, Np, Order, SHOP, TestDesk, USER, binary, csv, shift_jis, shop, until};
use atobarai_desk::api::acts::{RunRow, RunRowState};
use atobarai_desk::api::audit::AuditFilter;
use atobarai_desk::api::files::{ImportOutcome, ImportProblem, ImportRow};
use atobarai_desk::api::privacy::{self, BuyerQuery, BuyersOrder};
use atobarai_desk::api::sheet::Wishes;
use atobarai_desk::api::shops::{ConnectionTest, ShopSettings, ShopsPage, SpCodeChange, TypedSpCode};
use atobarai_desk::api::view::View;
use atobarai_desk::domain::act::ActKind;
use atobarai_desk::domain::lamp::Credit;
use atobarai_desk::domain::table::Before;
use atobarai_desk::server::auth::password;
use atobarai_desk::server::cli::save_shop;
use atobarai_desk::server::clock;
use atobarai_desk::server::provider::{Access, Outgoing};
use atobarai_desk::server::secrets::SpCode;
use atobarai_desk::server::store::acts::NewAct;
use atobarai_desk::server::store::{shops, users};
use atobarai_desk::simulator::{Faults, Settings};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use reqwest::Method;
use serde_json::json;

const SP_CODE: &str = "sp-Planted-4711-Geheim";
const PASSWORD: &str = "planted-Password-0815";

/// The secrets in every form in which they travel.
fn secrets() -> Vec<String> {
    let encoded = crate::harness::encode(PASSWORD);
    vec![SP_CODE.to_owned(), BASE64.encode(format!("SIM00001:{SP_CODE}")), PASSWORD.to_owned(), encoded, SP_CODE.to_lowercase()]
}

fn find(place: &str, bytes: &[u8], secrets: &[String]) {
    let text = String::from_utf8_lossy(bytes);
    for secret in secrets {
        let line = text.lines().find(|line| line.contains(secret));
        assert_eq!(line, None, "{secret} in {place}");
    }
}

/// A desk whose shop and account have the planted secrets.
async fn planted() -> TestDesk {
    let credentials = vec![format!("SIM00001:{SP_CODE}:2000022000").parse().unwrap()];
    let mut desk = TestDesk::with(Np::with(Settings { credentials, ..Settings::default() }).await, |_| {}).await;
    save_shop(desk.state(), shop(SHOP, "みほん青果店"), &SpCode::new(SP_CODE)).await.unwrap();
    let mut tx = desk.state().store.begin().await.unwrap();
    users::set_password(&mut tx, USER, &password::hash(PASSWORD).unwrap(), clock::now_ms()).await.unwrap();
    tx.commit().await.unwrap();
    desk.browser = Browser::sign_in(&desk.base(), USER, PASSWORD).await;
    desk
}

/// Whatever can be asked for, and what goes wrong on the way.
async fn everything(desk: &TestDesk) {
    let browser = &desk.browser;
    browser.log_in("nobody", PASSWORD).await;
    desk.import(&[Order::new("A-1"), Order::new("A-2").marked("【エラーE0100059】")]).await;
    desk.np.faults(Faults { error_401: 1.0, ..Faults::default() });
    desk.press("A-1", ActKind::Register).await.unwrap();
    let paused = async || desk.page().await.status.shops[0].paused_because.is_some();
    until("the shop is paused", paused).await;
    let resume = json!({ "shop": SHOP });
    assert!(browser.call::<()>("resume_shop", resume.clone()).await.is_err());
    desk.np.faults(crate::harness::once(Faults { html: 1.0, ..Faults::default() }));
    let _ = browser.call::<()>("resume_shop", resume.clone()).await;
    desk.np.faults(Faults::default());
    browser.call::<()>("resume_shop", resume).await.unwrap();
    desk.wait_until("A-1", "credit is given", |row| row.standing.lamps.credit == Credit::Ok).await;
    desk.done("A-2", ActKind::Register).await;
    browser.import("nobody", &shift_jis(&csv(&[Order::new("B-1")])), true).await.unwrap_err();
    browser.import(SHOP, b"no file", true).await.unwrap_err();
    browser.call_raw("press", &json!({ "order_id": "x", "password": PASSWORD })).await;
    let id = desk.order("A-1").await.id;
    settings(browser).await;
    for path in [
        "/settings/shops?shop=main",
        "/settings/payments",
        "/",
        "/files",
        "/runs",
        "/login?failed=1",
        "/metrics",
        "/healthz",
        "/nowhere",
        &format!("/?open={id}"),
    ] {
        browser.get(path).await;
    }
    desk.sheet("A-1").await;
    desk.sheet("A-2").await;
    browser.get("/settings/audit").await;
    browser.get("/settings/privacy").await;
    for (path, form) in [
        (AuditFilter::EXPORT, String::new()),
        (privacy::EXPORT, "name=&tel=&email=hanako@example.jp&format=json".to_owned()),
        (privacy::EXPORT, "name=&tel=&email=hanako@example.jp&format=csv".to_owned()),
    ] {
        let request = browser.request(Method::POST, path).header("Content-Type", "application/x-www-form-urlencoded");
        let answer = browser.send(request.body(form.clone())).await;
        assert_eq!(answer.status, 200, "{path} {form}: {answer:?}");
    }
}

/// The settings with the secret in them: typed, refused, saved, tested.
async fn settings(browser: &Browser) {
    let seen: ShopsPage = browser.call("shop_settings", json!({ "shop": SHOP })).await.unwrap();
    let seen = seen.3.unwrap();
    let save = |version: i64, sp_code: &str| {
        let sp_code = json!({ "Replace": sp_code });
        json!({ "shop": SHOP, "version": version, "form": seen.form, "sp_code": sp_code })
    };
    browser.call_raw("save_shop_settings", &save(seen.version + 1, SP_CODE)).await;
    browser.call_raw("save_shop_settings", &save(seen.version, &format!("{SP_CODE} {SP_CODE}"))).await;
    browser.call_raw("save_shop_settings", &json!({ "shop": SHOP, "sp_code": { "Replace": SP_CODE } })).await;
    browser.call::<ShopSettings>("save_shop_settings", save(seen.version, SP_CODE)).await.unwrap();
    assert!(browser.call::<ConnectionTest>("test_connection", json!({ "shop": SHOP })).await.unwrap().is_good);
}

/// What people sign in by besides the password: told to them once, and to nobody else.
async fn ways_in(browser: &Browser) -> Vec<String> {
    const PIN: &str = "97531864";
    browser.call::<()>("set_pin", json!({ "pin": PIN })).await.unwrap();
    browser.call::<()>("share_device", json!({ "shared": true })).await.unwrap();
    assert!(browser.clone().switch(1, "86420975").await.location().contains("failed"));
    let invited: String = browser.call("invite", json!({ "name": "", "role": "clerk", "days": 1 })).await.unwrap();
    let token = invited.split_once('=').unwrap().1;
    assert_eq!(browser.get(&invited).await.status, 200);
    browser.send_form("/session/invite", &[("token", token), ("name", ""), ("password", PASSWORD), ("again", PASSWORD)]).await;
    let totp = browser.enrol().await;
    vec![PIN.to_owned(), "86420975".to_owned(), token.to_owned(), totp]
}

#[tokio::test]
async fn secrets_and_buyers_appear_in_no_answer_no_log_and_no_byte_of_the_database() {
    let mut desk = planted().await;
    let process = desk.move_into_process("trace").await;
    desk.browser = Browser::sign_in(&process.base, USER, PASSWORD).await;
    everything(&desk).await;
    let token = desk.browser.cookie.clone().unwrap().split_once('=').unwrap().1.to_owned();
    let told = desk.browser.everything_told();
    assert!(told.len() > 20_000 && told.contains("A-1") && told.contains("E0100059"), "{}", told.len());
    find("an answer", told.as_bytes(), &secrets());
    let ways_in = ways_in(&desk.browser).await;

    let log = process.terminate().await;
    assert!(log.contains("TRACE") && log.contains("/api/press"), "{log}");
    let order = Order::new("A-1");
    let buyer = ["受注名", "受注名カナ", "受注電話番号", "受注メールアドレス", "受注住所１"].map(|column| order.get(column).to_owned());
    find("the log", log.as_bytes(), &[&secrets()[..], std::slice::from_ref(&token), &buyer[..], &ways_in[..]].concat());

    let key = std::fs::read(desk.folder.path("secret.key")).unwrap();
    let backup = std::fs::read(desk.backup("a.backup").await).unwrap();
    let kept = [backup, crate::harness::database::bytes(&desk.config.database_url, &desk.folder).await, key].concat();
    assert!(kept.len() > 5_000, "{}", kept.len());
    find("what is kept", &kept, &[&secrets()[..], std::slice::from_ref(&token), &ways_in[..]].concat());
}

#[tokio::test]
async fn commands_take_secrets_and_tell_none() {
    let desk = planted().await;
    let mut command = binary(&desk.config);
    command.env("RUST_LOG", "trace").env("DESK_SP_CODE", SP_CODE);
    command.args(["shop", "second", "--name", "二号店", "--merchant-code", "SIM00001", "--environment", "simulator"]);
    let made = command.output().await.unwrap();
    let mut command = binary(&desk.config);
    command.env("RUST_LOG", "trace").env("DESK_PASSWORD", PASSWORD).args(["password", USER]);
    let changed = command.output().await.unwrap();
    let mut command = binary(&desk.config);
    command.env("DESK_PASSWORD", &PASSWORD[..9]).args(["password", USER]);
    let short = command.output().await.unwrap();
    assert_eq!((made.status.code(), changed.status.code(), short.status.code()), (Some(0), Some(0), Some(1)));
    assert!(String::from_utf8_lossy(&short.stderr).contains("パスワードは12文字以上にしてください。"));
    let secrets = [&secrets()[..], &[PASSWORD[..9].to_owned()]].concat();
    for output in [made, changed, short] {
        find("the terminal", &[output.stdout, output.stderr].concat(), &secrets);
    }
    assert_eq!(desk.browser.get("/").await.status, 303, "a new password ends the account's sessions");
    let browser = Browser::sign_in(&desk.base(), USER, PASSWORD).await;
    let html = browser.get("/").await.text;
    assert!(html.contains("二号店"), "{html}");
}

#[tokio::test]
async fn a_sealed_sp_code_moved_to_another_shop_opens_nothing() {
    let desk = planted().await;
    save_shop(desk.state(), shop("second", "二号店"), &SpCode::new("another")).await.unwrap();
    let mut tx = desk.state().store.begin().await.unwrap();
    sqlx::query("UPDATE shops SET sp_code_sealed = (SELECT sp_code_sealed FROM shops WHERE code = 'main') WHERE code = 'second'")
        .execute(&mut *tx)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    desk.browser.import("second", &shift_jis(&csv(&[Order::new("B-1")])), true).await.unwrap();
    desk.press("B-1", ActKind::Register).await.unwrap();
    until("the shop is paused", async || desk.page().await.status.shops.iter().any(|shop| shop.paused_because.is_some())).await;
    assert!(desk.np.requests().is_empty(), "nothing is sent with a secret that is not the shop's");
}

#[tokio::test]
async fn types_that_hold_secrets_or_buyers_do_not_print_them() {
    let desk = planted().await;
    desk.import(&[Order::new("A-1")]).await;
    let mut conn = desk.state().store.read().await.unwrap();
    let shop = shops::by_code(&mut conn, SHOP).await.unwrap().unwrap();
    let access: Access = desk.state().access(&shop).unwrap();
    let sheet = desk.sheet("A-1").await;
    let order = Order::new("A-1");
    let printed = format!(
        "{shop:?} {access:?} {:?} {:?} {:?} {:?} {sheet:?} {:?} {:?}",
        SpCodeChange::Replace(TypedSpCode::new(SP_CODE.to_owned())),
        SpCode::new(SP_CODE),
        desk.state().keys,
        desk.config,
        sheet.contents,
        desk.page().await
    );
    let buyer = ["受注名", "受注電話番号", "受注メールアドレス", "受注住所１"].map(|column| order.get(column).to_owned());
    find("Debug", printed.as_bytes(), &[&secrets()[..], &buyer[..]].concat());
}

/// Types that carry buyers' data from place to place, each with the same words in every field that may hold some.
#[test]
fn types_that_carry_buyers_data_mask_them() {
    let word = || "見本　花子".to_owned();
    let problem = ImportProblem { row: 1, column: "受注日".to_owned(), message: word() };
    let printed = format!(
        "{:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?}",
        Wishes { note: word(), ..Wishes::default() },
        ImportRow {
            row: 1,
            order_number: "A-1".to_owned(),
            buyer_name: word(),
            billed_amount: String::new(),
            outcome: ImportOutcome::Failed,
            fee: None,
            differs: String::new(),
            elsewhere: None,
            problems: vec![problem.clone()],
            foreseen: vec![word()]
        },
        problem,
        RunRow { label: word(), order_id: None, state: RunRowState::LeftOut, text: word(), codes: word(), shop: word() },
        View { search: word(), ..View::default() },
        BuyerQuery { name: word(), tel: word(), email: word() },
        BuyersOrder {
            id: 1,
            order_number: "A-1".to_owned(),
            shop: String::new(),
            ordered_at: String::new(),
            buyer_name: word(),
            billed_amount: String::new(),
            state: String::new(),
            still_needed: None
        },
        Outgoing { reference: "A-1".to_owned(), payload: word() },
        NewAct {
            order_id: 1,
            shop_id: 1,
            run_id: None,
            kind: ActKind::Register,
            state: atobarai_desk::domain::act::ActState::Queued,
            reference: "A-1".to_owned(),
            payload: word(),
            payload_hash: String::new(),
            before: Before { credit: Credit::None, shipment: atobarai_desk::domain::lamp::Shipment::None },
            urgency: 0,
            requested_by: String::new(),
            recorded_at: 0,
            codes: Vec::new(),
            trouble: None
        },
    );
    assert!(!printed.contains("見本") && !printed.contains("花子") && printed.contains("A-1"), "{printed}");
}

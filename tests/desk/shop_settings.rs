//! モール詳細設定 as a manager meets it: adding, saving, copying, the history, and the command beside it.

use crate::harness::{Answer, Browser, Order, SHOP, SP_CODE, TestDesk, binary, csv, shift_jis, shop};
use atobarai_desk::api::AppError;
use atobarai_desk::api::shops::{ConnectionTest, ShopSettings, ShopsPage, SpCodeState};
use atobarai_desk::domain::act::ActKind;
use atobarai_desk::domain::fee::{FeeForm, FeeMode, FeeRow};
use atobarai_desk::domain::lamp::Credit;
use atobarai_desk::domain::shop::{Environment, ShopForm, SlipSync};
use atobarai_desk::server::cli::save_shop;
use atobarai_desk::server::secrets::SpCode;
use serde_json::{Value, json};

pub async fn page(browser: &Browser, shop: Option<&str>) -> Result<ShopsPage, AppError> {
    browser.call("shop_settings", json!({ "shop": shop })).await
}

pub async fn settings(desk: &TestDesk, shop: &str) -> ShopSettings {
    page(&desk.browser, Some(shop)).await.unwrap().3.unwrap()
}

pub async fn save_with(desk: &TestDesk, seen: &ShopSettings, form: ShopForm, sp_code: Value) -> Result<ShopSettings, AppError> {
    let arguments = json!({ "shop": seen.code, "version": seen.version, "form": form, "sp_code": sp_code });
    desk.browser.call("save_shop_settings", arguments).await
}

/// Changes what is stored of the first shop, and nothing about its SP code.
pub async fn change(desk: &TestDesk, change: impl FnOnce(ShopForm) -> ShopForm) -> Result<ShopSettings, AppError> {
    let seen = settings(desk, SHOP).await;
    let form = change(seen.form.clone());
    save_with(desk, &seen, form, json!("Keep")).await
}

pub async fn test(desk: &TestDesk, shop: &str) -> Result<ConnectionTest, AppError> {
    desk.browser.call("test_connection", json!({ "shop": shop })).await
}

pub fn refused(words: &str) -> impl Fn(AppError) -> bool {
    move |error| matches!(&error, AppError::Refused(sentence) if sentence.contains(words))
}

pub const NO_SP_CODE: &str = "店舗のSPコードが設定されていません。設定の「モール詳細設定」で入力してください。";

#[tokio::test]
async fn a_shop_is_added_set_up_tested_and_gets_its_credit() {
    let desk = TestDesk::start().await;
    let browser = &desk.browser;
    browser.call::<()>("add_shop", json!({ "code": "second", "name": "二号店" })).await.unwrap();
    let again = browser.call::<()>("add_shop", json!({ "code": "second", "name": "別の店" })).await.unwrap_err();
    assert!(refused("「second」はすでに使われています")(again));
    let wrong = browser.call::<()>("add_shop", json!({ "code": "二号店", "name": "二号店" })).await.unwrap_err();
    assert!(matches!(wrong, AppError::BadInput(_)));

    let new = settings(&desk, "second").await;
    assert_eq!(
        (new.form.terminal_id.as_str(), new.form.environment, new.sp_code.clone()),
        ("2000022000", Environment::Sandbox, SpCodeState::Missing)
    );
    browser.import("second", &shift_jis(&csv(&[Order::new("B-1")])), true).await.unwrap();
    assert!(refused("店舗の加盟店コードが設定されていません")(desk.press("B-1", ActKind::Register).await.unwrap_err()));
    assert!(refused("店舗の加盟店コードが設定されていません")(test(&desk, "second").await.unwrap_err()));
    let form = ShopForm { environment: Environment::Simulator, merchant_code: " SIM00001 ".to_owned(), ..new.form.clone() };
    let seen = save_with(&desk, &new, form.clone(), json!("Keep")).await.unwrap();
    assert!(refused(NO_SP_CODE)(desk.press("B-1", ActKind::Register).await.unwrap_err()));
    assert!(desk.np.requests().is_empty() && desk.page().await.status.shops.iter().all(|shop| shop.paused_because.is_none()));

    let saved = save_with(&desk, &seen, form, json!({ "Replace": SP_CODE })).await.unwrap();
    assert!(matches!(&saved.sp_code, SpCodeState::Set { since: Some(at) } if at.starts_with("20")), "since when it is set");
    let found = test(&desk, "second").await.unwrap();
    assert!(found.is_good && found.sentence.contains("接続できました"), "{found:?}");
    assert_eq!(desk.done("B-1", ActKind::Register).await.standing.lamps.credit, Credit::Ok);
    let list = page(browser, None).await.unwrap().2;
    assert!(list.iter().all(|shop| shop.missing.is_none()), "{list:?}");
}

#[tokio::test]
async fn what_is_wrong_with_the_settings_is_told_and_nothing_is_saved() {
    let desk = TestDesk::start().await;
    let before = settings(&desk, SHOP).await;
    for (wrong, words) in [
        (ShopForm { name: "  ".to_owned(), ..before.form.clone() }, "店舗名を入力してください。"),
        (ShopForm { terminal_id: "端末".to_owned(), ..before.form.clone() }, "端末IDは半角英数字"),
        (ShopForm { merchant_code: "SIM:1".to_owned(), ..before.form.clone() }, "加盟店コードは半角"),
    ] {
        let error = save_with(&desk, &before, wrong, json!("Keep")).await.unwrap_err();
        assert!(matches!(&error, AppError::BadInput(sentence) if sentence.contains(words)), "{error:?}");
    }
    let error = save_with(&desk, &before, before.form.clone(), json!({ "Replace": "ひみつ" })).await.unwrap_err();
    assert!(matches!(&error, AppError::BadInput(sentence) if sentence.contains("SPコードは半角") && !sentence.contains("ひみつ")));
    assert_eq!(settings(&desk, SHOP).await, before);
    assert_eq!(page(&desk.browser, Some("nowhere")).await.unwrap_err(), AppError::NotFound("店舗が見つかりません。".to_owned()));
}

#[tokio::test]
async fn nobody_overwrites_what_somebody_else_has_saved() {
    let desk = TestDesk::start().await;
    let seen = settings(&desk, SHOP).await;
    let first = ShopForm { name: "一人目".to_owned(), ..seen.form.clone() };
    let second = ShopForm { site_name: "二人目".to_owned(), ..seen.form.clone() };
    let saved = save_with(&desk, &seen, first, json!("Keep")).await.unwrap();
    let error = save_with(&desk, &seen, second.clone(), json!("Keep")).await.unwrap_err();
    assert!(refused("ほかの人が先にこの店舗の設定を変更しました")(error));
    let copied = json!({ "shop": SHOP, "version": seen.version, "to": ["second"], "groups": ["fee"] });
    assert!(refused("ほかの人が先に")(desk.browser.call::<()>("copy_shop_settings", copied).await.unwrap_err()));
    assert_eq!(settings(&desk, SHOP).await, saved);
    // Saving what is there already is no change: nobody else has to look again because of it.
    let again = save_with(&desk, &saved, saved.form.clone(), json!("Keep")).await.unwrap();
    assert_eq!(again, saved);
    // The command counts too.
    save_shop(desk.state(), shop(SHOP, "三人目"), &SpCode::new(SP_CODE)).await.unwrap();
    assert!(refused("ほかの人が先に")(save_with(&desk, &saved, second, json!("Keep")).await.unwrap_err()));
}

#[tokio::test]
async fn settings_are_copied_to_all_chosen_shops_or_to_none_and_never_credentials() {
    let desk = TestDesk::start().await;
    for code in ["second", "third"] {
        save_shop(desk.state(), shop(code, code), &SpCode::new("another")).await.unwrap();
    }
    let fee = FeeForm { mode: FeeMode::Replace, rows: vec![FeeRow { from: 1, to: 999_999, fee: 205 }] };
    let source = change(&desk, |mut form| {
        form.automation.payment = true;
        ShopForm { fee: fee.clone(), takes_other_carriers: true, site_name: "みほん".to_owned(), terminal_id: "1".to_owned(), ..form }
    })
    .await
    .unwrap();
    let copy = async |to: Value, groups: Value| {
        let arguments = json!({ "shop": SHOP, "version": source.version, "to": to, "groups": groups });
        desk.browser.call::<()>("copy_shop_settings", arguments).await
    };
    assert!(copy(json!([]), json!(["fee"])).await.is_err());
    assert!(copy(json!(["second", "nowhere"]), json!(["fee"])).await.is_err());
    assert_eq!(settings(&desk, "second").await.form.fee, FeeForm::default(), "to all of them or to none");
    copy(json!(["second", "third"]), json!(["fee", "automation"])).await.unwrap();
    copy(json!(["third"]), json!(["carriers", "site"])).await.unwrap();

    let (second, third) = (settings(&desk, "second").await, settings(&desk, "third").await);
    assert_eq!((&second.form.fee, second.form.automation.payment), (&fee, true));
    assert_eq!((second.form.takes_other_carriers, second.form.site_name.as_str()), (false, ""));
    assert_eq!((third.form.takes_other_carriers, third.form.site_name.as_str()), (true, "みほん"));
    for shop in [&second, &third] {
        assert_eq!((shop.form.terminal_id.as_str(), shop.form.name.as_str()), ("2000022000", shop.code.as_str()));
    }
    let line = &second.history[0];
    assert_eq!(line.who, "tester");
    let told = "店舗「second」の設定を変更（「みほん青果店」からコピー）: 手数料設定 変更しない → 上書きする（1円〜999,999円: 205円）、入金の自動確認 しない → する";
    assert_eq!(line.what, told);
}

#[tokio::test]
async fn the_history_says_who_changed_what_and_of_secrets_only_that() {
    let desk = TestDesk::start().await;
    let seen = settings(&desk, SHOP).await;
    let mut form = ShopForm { environment: Environment::Production, takes_other_carriers: true, ..seen.form.clone() };
    form.automation.check = false;
    let seen = save_with(&desk, &seen, form.clone(), json!({ "Replace": "sp-4711" })).await.unwrap();
    let seen = save_with(&desk, &seen, form, json!("Clear")).await.unwrap();
    let told: Vec<(&str, &str)> = seen.history.iter().map(|line| (line.who.as_str(), line.what.as_str())).collect();
    assert_eq!(
        told,
        [
            ("tester", "店舗「みほん青果店」の設定を変更: SPコード 消去"),
            (
                "tester",
                "店舗「みほん青果店」の設定を変更: 環境 シミュレータ → 本番、SPコード 変更、対象外の配送業者 利用しない → 利用する、\
                 与信結果の自動確認 する → しない"
            ),
            ("コマンド", "店舗「みほん青果店」（main）を追加: 環境 シミュレータ"),
        ]
    );
    let html = desk.browser.get("/settings/shops?shop=main").await.text;
    assert!(html.contains("SPコード 変更") && !html.contains("sp-4711"), "{html}");
}

#[tokio::test]
async fn the_command_keeps_what_it_does_not_name() {
    let desk = TestDesk::start().await;
    let before = change(&desk, |mut form| {
        form.automation.credit = true;
        form.automation.slip_sync = SlipSync::Shipped;
        form.fee = FeeForm { mode: FeeMode::Add, rows: vec![FeeRow { from: 1, to: 9_999, fee: 100 }] };
        ShopForm { takes_other_carriers: true, site_url: "https://shop.example.jp".to_owned(), ..form }
    })
    .await
    .unwrap();
    let command = async |flags: &[&str]| {
        let mut command = binary(&desk.config);
        command.env("DESK_SP_CODE", SP_CODE);
        command.args(["shop", SHOP, "--name", "新しい名前", "--merchant-code", "SIM00001", "--environment", "simulator"]).args(flags);
        crate::harness::commands::Said::by(command).await
    };
    assert_eq!(command(&["--auto-payment", "--no-auto-check"]).await.code, Some(0));
    let mut expected = ShopForm { name: "新しい名前".to_owned(), ..before.form.clone() };
    (expected.automation.payment, expected.automation.check) = (true, false);
    assert_eq!(settings(&desk, SHOP).await.form, expected);
    assert_eq!(command(&["--auto-credit=false", "--terminal-id", "42", "--slip-sync", "off"]).await.code, Some(0));
    (expected.automation.credit, expected.automation.slip_sync) = (false, SlipSync::Off);
    assert_eq!(settings(&desk, SHOP).await.form, ShopForm { terminal_id: "42".to_owned(), ..expected });
    command(&["--site-url", "example"]).await.refused("サイトURLは「https://」で始まる");
}

#[tokio::test]
async fn the_pages_are_painted_by_the_server_and_hold_no_secret() {
    let desk = TestDesk::start().await;
    let Answer { text: html, status, .. } = desk.browser.get("/settings/shops?shop=main").await;
    for words in [
        "NP後払い設定",
        "端末ID",
        "value=\"2000022000\"",
        "設定済み",
        "対象外の配送業者を",
        "手数料設定",
        "価格範囲(請求金額(税込))",
        "設定を保存して次へ進む",
    ] {
        assert!(html.contains(words), "{words} is missing: {html}");
    }
    assert!(status.is_success() && !html.contains(SP_CODE) && !html.contains("v1:"), "neither open nor sealed");
    assert!(desk.browser.get("/settings/payments").await.text.contains("設定を保存する"));
    assert!(desk.browser.get("/settings").await.text.contains("href=\"/settings/shops\""));
}

//! The key: changed while servers run, whatever moment the machine stops at; and a desk that does not start with a wrong one.

use crate::harness::commands::{Said, command, files};
use crate::harness::{Order, SHOP, SP_CODE, TestDesk, binary, database, shop};
use atobarai_desk::domain::act::ActKind;
use atobarai_desk::domain::lamp::Credit;
use atobarai_desk::server::cli::save_shop;
use atobarai_desk::server::secrets::{SealedColumn, SecretKey, SpCode};
use atobarai_desk::server::startup::{self, StartError};
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::time::Duration;

async fn rotate(desk: &TestDesk, flags: &[&str]) -> Said {
    command(&desk.config, ["rotate-key"].iter().chain(flags)).await
}

fn next(desk: &TestDesk) -> PathBuf {
    desk.folder.path("secret.key.new")
}

fn key(desk: &TestDesk) -> String {
    std::fs::read_to_string(&desk.config.secret_key_file).unwrap()
}

/// The shops' sealed texts, by code.
async fn sealed(desk: &TestDesk) -> Vec<(String, String)> {
    let mut conn = database::connect(&desk.config.database_url).await;
    sqlx::query_as("SELECT code, sp_code_sealed FROM shops ORDER BY code").fetch_all(&mut conn).await.unwrap()
}

async fn give_credit(desk: &TestDesk, number: &str) {
    desk.import(&[Order::new(number)]).await;
    assert_eq!(desk.done(number, ActKind::Register).await.standing.lamps.credit, Credit::Ok, "{number}");
}

#[tokio::test]
async fn the_key_is_changed_while_the_desk_serves() {
    let mut desk = TestDesk::start().await;
    let (old_key, old_texts) = (key(&desk), sealed(&desk).await);
    let said = rotate(&desk, &[]).await;
    assert_eq!((said.code, said.errors.as_str()), (Some(0), ""));
    assert!(said.out.contains("secret.key を新しい鍵に替え、1件を封印し直しました。"), "{said:?}");
    let new_texts = sealed(&desk).await;
    assert_ne!(key(&desk), old_key);
    assert!(new_texts != old_texts && new_texts[0].1.starts_with("v2:"), "{new_texts:?}");
    assert_eq!(desk.config.secret_key_file.metadata().unwrap().permissions().mode() & 0o777, 0o600);
    assert!(files(&desk.folder).iter().all(|name| !name.starts_with("secret.key.")), "{:?}", files(&desk.folder));

    give_credit(&desk, "A-1").await;
    save_shop(desk.state(), shop(SHOP, "みほん青果店"), &SpCode::new(SP_CODE)).await.unwrap();
    desk.stop().await;
    desk.start_again().await;
    give_credit(&desk, "A-2").await;
    let history = database::rows(&desk.config.database_url, "audit").await;
    assert!(history.iter().any(|line| line["what"].contains("鍵を変更（1件") && line["who"].contains("コマンド")), "{history:?}");
}

#[tokio::test]
async fn texts_that_name_no_key_are_sealed_anew() {
    let desk = TestDesk::start().await;
    let mut conn = database::connect(&desk.config.database_url).await;
    let old = format!("v1:{}", sealed(&desk).await[0].1.rsplit_once(':').unwrap().1);
    sqlx::query("UPDATE shops SET sp_code_sealed = $1").bind(old).execute(&mut conn).await.unwrap();
    give_credit(&desk, "A-1").await;
    assert_eq!(rotate(&desk, &[]).await.code, Some(0));
    assert!(sealed(&desk).await[0].1.starts_with("v2:"));
    give_credit(&desk, "A-2").await;
}

/// The moments between two steps of the change, each as the machine would find it after a stop.
#[tokio::test]
async fn wherever_a_change_is_cut_off_the_desk_works_and_the_next_one_ends_it() {
    for cut in ["new key half written", "new key written", "database sealed"] {
        let mut desk = TestDesk::start().await;
        let old_key = key(&desk);
        desk.stop().await;
        match cut {
            "new key half written" => std::fs::write(desk.folder.path("secret.key.new.part"), "QUFB").unwrap(),
            "new key written" => std::fs::write(next(&desk), SecretKey::generate().1).unwrap(),
            _ => {
                assert_eq!(rotate(&desk, &[]).await.code, Some(0));
                std::fs::rename(&desk.config.secret_key_file, next(&desk)).unwrap();
                std::fs::write(&desk.config.secret_key_file, old_key).unwrap();
            }
        }
        desk.start_again().await;
        give_credit(&desk, "A-1").await;
        // What is sealed in between is not lost either.
        save_shop(desk.state(), shop("second", "二号店"), &SpCode::new(SP_CODE)).await.unwrap();
        let said = rotate(&desk, &[]).await;
        assert_eq!(said.code, Some(0), "{cut}: {said:?}");
        assert_eq!(said.out.contains("途中で止まっていた鍵の変更を最後まで行いました。"), cut != "new key half written", "{cut}");
        assert!(!next(&desk).exists(), "{cut}");
        desk.stop().await;
        desk.start_again().await;
        give_credit(&desk, "A-2").await;
        desk.browser.import("second", &crate::harness::shift_jis(&crate::harness::csv(&[Order::new("B-1")])), true).await.unwrap();
        assert_eq!(desk.done("B-1", ActKind::Register).await.standing.lamps.credit, Credit::Ok, "{cut}");
    }
}

#[tokio::test]
async fn a_change_that_is_killed_at_any_moment_leaves_files_that_open_the_database() {
    let mut desk = TestDesk::start().await;
    for nth in 0..40 {
        save_shop(desk.state(), shop(&format!("shop-{nth}"), "店"), &SpCode::new(SP_CODE)).await.unwrap();
    }
    desk.stop().await;
    let mut killed = 0;
    for delay in (0..40).map(|nth| Duration::from_millis(nth * 3)) {
        let mut child = binary(&desk.config).arg("rotate-key").stdout(std::process::Stdio::null()).spawn().unwrap();
        tokio::time::sleep(delay).await;
        child.start_kill().unwrap();
        killed += usize::from(!child.wait().await.unwrap().success());
        let state = startup::open(desk.config.clone()).await.unwrap_or_else(|error| panic!("killed after {delay:?}: {error}"));
        for (code, text) in sealed(&desk).await {
            let mut conn = state.store.read().await.unwrap();
            let id: i64 = sqlx::query_scalar("SELECT id FROM shops WHERE code = $1").bind(code).fetch_one(&mut *conn).await.unwrap();
            state.keys.open(SealedColumn::SpCode, id, &text).unwrap();
        }
        state.store.close().await;
    }
    assert!(killed > 5, "{killed}");
    let said = rotate(&desk, &[]).await;
    assert!(said.out.contains("41件を封印し直しました。"), "{said:?}");
    desk.start_again().await;
    give_credit(&desk, "A-1").await;
}

/// A key file of another desk lies in the place of this one's.
async fn with_a_wrong_key() -> TestDesk {
    let mut desk = TestDesk::start().await;
    desk.stop().await;
    std::fs::write(&desk.config.secret_key_file, SecretKey::generate().1).unwrap();
    desk
}

#[tokio::test]
async fn a_desk_does_not_start_with_a_key_that_does_not_fit_and_says_what_to_do() {
    let desk = with_a_wrong_key().await;
    let wrong = key(&desk);
    for arguments in [&["serve"][..], &["import", "nothing.csv", "--shop", SHOP]] {
        std::fs::write(desk.folder.path("nothing.csv"), "x").unwrap();
        let mut command = binary(&desk.config);
        command.current_dir(desk.folder.path("")).args(arguments);
        let said = Said::by(command).await;
        said.refused("は、このデータベースの鍵ではありません（開けないもの: SPコード（main））。");
        for part in ["secret.key", "鍵ファイルを置いてから起動してください。", "atobarai-desk rotate-key --without-key"]
        {
            assert!(said.errors.contains(part), "{part}: {}", said.errors);
        }
    }
    rotate(&desk, &[]).await.refused("では SPコード（main） を開けないため、何も変更していません。");
    assert_eq!((key(&desk), next(&desk).exists()), (wrong, false));

    std::fs::remove_file(&desk.config.secret_key_file).unwrap();
    let error = startup::open(desk.config.clone()).await.map(drop).unwrap_err();
    assert!(matches!(error, StartError::KeyDoesNotFit { .. }), "{error}");
    assert!(!desk.config.secret_key_file.exists(), "no other key is made in its place");
    std::fs::write(&desk.config.secret_key_file, "no key").unwrap();
    let error = startup::open(desk.config.clone()).await.map(drop).unwrap_err();
    assert!(error.to_string().contains("secret.key の中身は鍵ではありません"), "{error}");
}

#[tokio::test]
async fn when_the_key_is_lost_a_new_one_is_made_and_what_does_not_open_is_typed_again() {
    let mut desk = with_a_wrong_key().await;
    let said = rotate(&desk, &["--without-key"]).await;
    assert_eq!(said.code, Some(0), "{said:?}");
    assert!(said.out.contains("SPコード（main） は開けないため消しました。"), "{said:?}");
    assert_eq!(sealed(&desk).await, [(SHOP.to_owned(), String::new())]);
    desk.start_again().await;
    save_shop(desk.state(), shop(SHOP, "みほん青果店"), &SpCode::new(SP_CODE)).await.unwrap();
    give_credit(&desk, "A-1").await;
}

#[tokio::test]
async fn a_key_is_not_changed_for_a_database_that_it_seals_nothing_in() {
    let desk = TestDesk::start().await;
    let before = key(&desk);
    let mut config = desk.config.clone();
    config.database_url = database::second(&desk.folder).await;
    let gone = command(&config, ["rotate-key"]).await;
    assert_eq!(gone.code, Some(1), "{gone:?}");
    startup::open(config.clone()).await.unwrap().store.close().await;
    command(&config, ["rotate-key"]).await.refused("には鍵で封印したものがありません。");
    assert_eq!((key(&desk), next(&desk).exists()), (before, false));
}

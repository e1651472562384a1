//! Invitations: a link opens one account, once, for some days.

use crate::harness::{Browser, PASSWORD, TestDesk, USER, cookie_of};
use atobarai_desk::api::AppError;
use atobarai_desk::domain::role::Role;
use reqwest::StatusCode;
use serde_json::json;

async fn invite(desk: &TestDesk, name: &str, role: Role) -> String {
    desk.browser.call("invite", json!({ "name": name, "role": role, "days": 3 })).await.unwrap()
}

fn token(path: &str) -> &str {
    path.strip_prefix("/invite?token=").unwrap()
}

async fn accept(browser: &Browser, path: &str, name: &str, password: &str, again: &str) -> crate::harness::Answer {
    let fields = [("token", token(path)), ("name", name), ("password", password), ("again", again)];
    browser.send_form("/session/invite", &fields).await
}

#[tokio::test]
async fn whoever_opens_the_link_chooses_a_password_and_is_in() {
    let desk = TestDesk::start().await;
    let path = invite(&desk, "", Role::Packer).await;
    assert_eq!(desk.last_line().await, format!("{USER} people 梱包 の招待を作成（名前は本人が決める、3日間有効）"));
    let mut guest = Browser::new(&desk.base());
    let page = guest.get(&path).await;
    assert!(page.status == 200 && page.text.contains(&format!("{USER} さんから「梱包」として招待されています。")), "{}", page.text);
    for (name, password, again, problem) in [
        ("山田", "too short", "too short", "short"),
        ("山田", PASSWORD, "another one", "different"),
        (" ", PASSWORD, PASSWORD, "name"),
        (USER, PASSWORD, PASSWORD, "taken"),
    ] {
        let answer = accept(&guest, &path, name, password, again).await;
        assert_eq!(answer.location(), format!("{path}&problem={problem}"), "{name}");
        assert!(guest.get(answer.location()).await.text.contains("role=\"alert\""), "{problem}");
    }
    let answer = accept(&guest, &path, " 山田 ", PASSWORD, PASSWORD).await;
    assert_eq!(answer.location(), "/");
    guest.cookie = Some(cookie_of(&answer));
    assert!(guest.get("/").await.text.contains("山田"));
    assert_eq!(desk.last_line().await, format!("山田 people 招待を受けて登録（梱包、招待した人: {USER}）"));
    assert_eq!((desk.person("山田").await.role, desk.people().await.invitations.len()), (Role::Packer, 0));
    let again = accept(&Browser::new(&desk.base()), &path, "次の人", PASSWORD, PASSWORD).await;
    assert_eq!(again.location(), format!("{path}&problem=over"), "a link is good once");
    assert!(guest.get(&path).await.text.contains("この招待は使えません。"));
}

#[tokio::test]
async fn of_two_who_open_the_link_at_once_one_gets_the_account() {
    let desk = TestDesk::start().await;
    let path = invite(&desk, "", Role::Viewer).await;
    let guest = Browser::new(&desk.base());
    let (one, two) = tokio::join!(accept(&guest, &path, "一人目", PASSWORD, PASSWORD), accept(&guest, &path, "二人目", PASSWORD, PASSWORD));
    assert_eq!([&one, &two].iter().filter(|answer| answer.location() == "/").count(), 1);
    assert_eq!(desk.people().await.people.len(), 2);
}

#[tokio::test]
async fn a_name_that_was_given_is_the_accounts_whatever_is_sent() {
    let desk = TestDesk::start().await;
    let path = invite(&desk, "佐藤", Role::Clerk).await;
    let guest = Browser::new(&desk.base());
    assert!(guest.get(&path).await.text.contains("value=\"佐藤\""));
    assert_eq!(accept(&guest, &path, "社長", PASSWORD, PASSWORD).await.location(), "/");
    assert_eq!(desk.person("佐藤").await.role, Role::Clerk);
    for name in ["佐藤", USER] {
        let taken = desk.browser.call::<String>("invite", json!({ "name": name, "role": "clerk", "days": 3 })).await;
        assert!(matches!(taken, Err(AppError::Refused(_))), "{name}");
    }
    for (name, days) in [("x", 0), ("x", 31), ("あ".repeat(41).as_str(), 3)] {
        let wrong = desk.browser.call::<String>("invite", json!({ "name": name, "role": "clerk", "days": days })).await;
        assert!(matches!(wrong, Err(AppError::BadInput(_))), "{name} {days}: {wrong:?}");
    }
}

#[tokio::test]
async fn a_link_that_was_taken_back_or_has_expired_or_was_made_up_opens_nothing() {
    let desk = TestDesk::start().await;
    let guest = Browser::new(&desk.base());
    let revoked = invite(&desk, "取消", Role::Clerk).await;
    let id = desk.people().await.invitations[0].id;
    desk.browser.call::<()>("revoke_invitation", json!({ "id": id })).await.unwrap();
    assert!(desk.browser.call::<()>("revoke_invitation", json!({ "id": id })).await.is_err());
    let expired = invite(&desk, "期限", Role::Clerk).await;
    let mut tx = desk.state().store.begin().await.unwrap();
    sqlx::query("UPDATE invitations SET expires_at = $1").bind(atobarai_desk::server::clock::now_ms() - 1).execute(&mut *tx).await.unwrap();
    tx.commit().await.unwrap();
    let mut conn = desk.state().store.read().await.unwrap();
    let stored: String = sqlx::query_scalar("SELECT token_hash FROM invitations").fetch_one(&mut *conn).await.unwrap();
    drop(conn);
    for path in [revoked, expired, format!("/invite?token={stored}"), "/invite?token=".to_owned()] {
        assert_eq!(accept(&guest, &path, "x", PASSWORD, PASSWORD).await.location(), format!("{path}&problem=over"));
        let page = guest.get(&path).await;
        assert!(page.status == StatusCode::OK && page.text.contains("この招待は使えません。") && !page.text.contains("name=\"password\""));
    }
    assert!(desk.people().await.invitations.is_empty() && desk.people().await.people.len() == 1);
}

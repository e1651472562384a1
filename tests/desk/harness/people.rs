//! Accounts beside the first one, and what they sign in by.

use super::browser::{Answer, Browser, cookie_of};
use super::{PASSWORD, TestDesk};
use atobarai_desk::api::account::Enrolment;
use atobarai_desk::api::people::{People, Person};
use atobarai_desk::domain::role::Role;
use atobarai_desk::server::auth::password;
use atobarai_desk::server::clock;
use atobarai_desk::server::state::AppState;
use atobarai_desk::server::store::users;
use serde_json::json;
use std::sync::OnceLock;
use totp_rs::{Builder, Secret};

/// argon2 is slow on purpose: all accounts of the tests have one password.
pub fn password_hash() -> &'static str {
    static HASH: OnceLock<String> = OnceLock::new();
    HASH.get_or_init(|| password::hash(PASSWORD).unwrap())
}

/// Makes an account with the tests' password.
pub async fn add(state: &AppState, name: &str, role: Role) {
    let mut tx = state.store.begin().await.unwrap();
    users::create(&mut tx, name, password_hash(), role, clock::now_ms()).await.unwrap();
    tx.commit().await.unwrap();
}

/// The code that an authenticator app shows so many steps from now.
pub fn code(secret: &str, steps: i64) -> String {
    let totp = Builder::new().with_secret(Secret::try_from_base32(secret).unwrap()).build().unwrap();
    totp.generate((clock::now_ms() / 1000 + 30 * steps).unsigned_abs()).to_string()
}

impl Browser {
    /// Enrols a second factor as アカウント does; returns its secret. The code of this step is used up.
    pub async fn enrol(&self) -> String {
        let offered: Enrolment = self.call("begin_totp", json!({})).await.unwrap();
        let confirm = json!({ "offer": offered.offer, "code": code(&offered.secret, 0) });
        self.call::<()>("confirm_totp", confirm).await.unwrap();
        offered.secret
    }

    /// Sends a plain form.
    pub async fn send_form(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let form = fields.iter().map(|(name, value)| format!("{name}={}", super::encode(value))).collect::<Vec<_>>().join("&");
        let request = self.request(reqwest::Method::POST, path).header("Content-Type", "application/x-www-form-urlencoded");
        self.send(request.body(form)).await
    }

    /// Takes over by a PIN; with the right one, this browser is somebody else's from here on.
    pub async fn switch(&mut self, person_id: i64, pin: &str) -> Answer {
        let answer = self.send_form("/session/switch", &[("person", &person_id.to_string()), ("pin", pin)]).await;
        if !answer.header("set-cookie").is_empty() {
            self.cookie = Some(cookie_of(&answer));
        }
        answer
    }
}

impl TestDesk {
    /// Makes an account and signs it in.
    pub async fn sign_in_new(&self, name: &str, role: Role) -> Browser {
        add(self.state(), name, role).await;
        Browser::sign_in(&self.base(), name, PASSWORD).await
    }

    /// 利用者, as the first account sees it.
    pub async fn people(&self) -> People {
        self.browser.call("people", json!({})).await.unwrap()
    }

    pub async fn person(&self, name: &str) -> Person {
        self.people().await.people.into_iter().find(|person| person.name == name).unwrap_or_else(|| panic!("no {name}"))
    }

    /// The history: who, kind, what, address.
    pub async fn history(&self) -> Vec<(String, String, String, String)> {
        let mut conn = self.state().store.read().await.unwrap();
        sqlx::query_as("SELECT who, kind, what, address FROM audit ORDER BY id").fetch_all(&mut *conn).await.unwrap()
    }

    /// The newest line of the history, as `who kind what`.
    pub async fn last_line(&self) -> String {
        self.history().await.pop().map(|(who, kind, what, _)| format!("{who} {kind} {what}")).unwrap()
    }
}

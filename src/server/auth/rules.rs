//! What the desk asks of everybody who signs in: set by 管理 for the whole desk.

use super::address;
use crate::server::store::{StoreError, Transaction, settings};
use ipnet::IpNet;
use serde::{Deserialize, Serialize};
use sqlx::AnyConnection;
use std::net::IpAddr;

const NAME: &str = "sign_in";

/// The rules as they are stored.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SignInRules {
    /// Addresses that may use the desk; none: every address may.
    pub allowed: Vec<IpNet>,
    /// 管理 takes a second factor.
    pub managers_need_code: bool,
}

impl SignInRules {
    /// The rules now.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn load(conn: &mut AnyConnection) -> Result<Self, StoreError> {
        settings::load(conn, NAME).await
    }

    /// Writes them.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn save(&self, tx: &mut Transaction) -> Result<(), StoreError> {
        settings::save(tx, NAME, self).await
    }

    /// Whether somebody at this address may use the desk.
    pub fn let_in(&self, caller: IpAddr) -> bool {
        self.allowed.is_empty() || address::is_in(caller, &self.allowed)
    }

    /// The addresses as people write them, one a line.
    pub fn allowed_text(&self) -> String {
        self.allowed.iter().map(address::display).collect::<Vec<_>>().join("\n")
    }
}

#[cfg(test)]
mod tests {
    use super::SignInRules;
    use crate::server::auth::address::parse_networks;

    #[test]
    fn an_empty_list_lets_everybody_in_and_any_other_only_whom_it_names() {
        let rules = |text: &str| SignInRules { allowed: parse_networks(text).unwrap(), ..SignInRules::default() };
        let caller = "192.0.2.7".parse().unwrap();
        assert!(rules("").let_in(caller));
        assert!(rules("203.0.113.9 192.0.2.0/24").let_in(caller));
        assert!(!rules("203.0.113.9 192.0.2.8/29").let_in("192.0.2.17".parse().unwrap()));
        assert!(!rules("::/0").let_in(caller), "the one family is not the other");
    }
}

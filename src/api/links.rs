//! 連携状態: how the line between each shop and NP stands.

use super::error::AppError;
use super::status::{Me, Status};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// How a line stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum LinkState {
    /// Answers come, or nothing was ever sent.
    Good,
    /// In trouble: sending waits, and is tried again by itself.
    Slowed,
    /// Stopped until somebody has looked.
    Paused,
}

impl LinkState {
    /// The word on the screen.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Good => "正常",
            Self::Slowed => "待機中",
            Self::Paused => "停止中",
        }
    }

    /// For the style sheet and for tests.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Slowed => "slowed",
            Self::Paused => "paused",
        }
    }
}

/// One shop's line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// The shop's code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// 本番, テスト or シミュレータ.
    pub environment: String,
    /// How the line stands.
    pub state: LinkState,
    /// Why, where it is not good.
    pub why: Option<String>,
    /// What else there is to know, as label and text.
    pub facts: Vec<(String, String)>,
    /// Acts that have not ended, by what is asked: 送信待ち, sent and not answered, 結果不明 and looked into by itself,
    /// 結果不明 and in front of a person.
    pub queues: Vec<(String, [i64; 4])>,
}

/// The lines of all shops, with who is signed in and the header's figures.
///
/// # Errors
/// When the caller is not signed in or the database is not there.
#[server(prefix = "/api", endpoint = "links", input = server_fn::codec::Json)]
pub async fn load_links() -> Result<(Me, Status, Vec<Link>), AppError> {
    use crate::domain::role::Right;
    use crate::server::{auth, links, orders, state};
    let user = auth::require(Right::See)?;
    let store = &state::current().store;
    Ok((user.me(), orders::page::status(store).await?, links::all(store).await?))
}

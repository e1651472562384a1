//! Taking an invitation. The page is opened by its link alone: what it shows comes with the server's paint, and no server
//! function tells a stranger anything.

use super::error::AppError;
use crate::domain::role::Role;
use serde::{Deserialize, Serialize};

/// What a link offers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    /// The account's name; empty: to be chosen.
    pub name: String,
    /// What the account will be allowed to do.
    pub role: Role,
    /// Who has invited.
    pub invited_by: String,
}

crate::domain::coded::coded! {
    /// Why an invitation was not taken.
    pub enum Problem {
        /// Used, revoked, expired, or never there.
        Over = "over", "この招待は使えません。期限が切れたか、すでに使われたか、取り消されています。招待した人に新しいリンクを依頼してください。";
        /// No name.
        Name = "name", "利用者名は1文字以上40文字以内で入力してください。";
        /// Somebody has that name.
        Taken = "taken", "その利用者名はすでに使われています。別の名前にしてください。";
        /// Too short.
        Short = "short", "パスワードは12文字以上にしてください。";
        /// Typed differently the second time.
        Different = "different", "2つのパスワードが同じではありません。もう一度入力してください。";
        /// Our mistake.
        Trouble = "trouble", "ただいま登録できません。しばらくしてからもう一度お試しください。";
    }
}

/// What the link with this token offers; `None` when it opens nothing any more.
///
/// # Errors
/// When the database is not there.
pub async fn offer(token: String) -> Result<Option<Offer>, AppError> {
    #[cfg(feature = "ssr")]
    return Ok(crate::server::auth::invite::offer(&crate::server::state::current().store, &token).await?);
    #[cfg(not(feature = "ssr"))]
    {
        drop(token);
        Err(AppError::Transport)
    }
}

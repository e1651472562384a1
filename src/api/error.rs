//! The one error that reaches a browser. Its words are ours; details stay in the server's log.

use crate::domain::preflight::Violation;
use leptos::server_fn::codec::JsonEncoding;
use leptos::server_fn::error::{FromServerFnError, ServerFnErrorErr};
use serde::{Deserialize, Serialize};

/// What a person is told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum AppError {
    /// 401. No session, or it has ended.
    #[error("ログインの有効期限が切れました。もう一度ログインしてください。")]
    SignedOut,
    /// 403. Signed in, without the right.
    #[error("この操作を行う権限がありません。必要なときは管理者に相談してください。")]
    Forbidden,
    /// 403. Signed in by a PIN; this takes the password.
    #[error("PINで交代している間は、この操作はできません。パスワードでログインし直してください。")]
    NeedsPassword,
    /// 403. 管理 without the second factor that the desk asks for.
    #[error("管理の利用者には2段階認証が必要です。アカウント画面で登録してください。")]
    EnrolFirst,
    /// 403. The address is not among those that may use the desk.
    #[error("この接続元（{address}）からは利用できません。利用できる場所から接続するか、管理者に相談してください。")]
    Elsewhere {
        /// Where the request came from.
        address: String,
    },
    /// 429. Too many wrong guesses or requests.
    #[error("続けて失敗したか、アクセスが多すぎるため、しばらくお待ちください（あと{seconds}秒）。")]
    Wait {
        /// For how long.
        seconds: u64,
    },
    /// 404. The thing asked for is not there.
    #[error("{0}")]
    NotFound(String),
    /// 409. The state of the order, or of the settings, does not allow it; the sentence says why.
    #[error("{0}")]
    Refused(String),
    /// 409. Somebody else changed the order since it was read.
    #[error("ほかの人が先にこの受注を変更しました。最新の内容を表示しましたので、確かめてからもう一度操作してください。")]
    Changed,
    /// 422. Rules that the entered values break, each with its field.
    #[error("入力内容に誤りがあります。{}", .0.first().map(|v| v.message.as_str()).unwrap_or_default())]
    Invalid(Vec<Violation>),
    /// 422. A file or form value that belongs to no field of an order.
    #[error("{0}")]
    BadInput(String),
    /// 429. More often than anybody works by hand.
    #[error("短い時間に操作が続いたため、受け付けませんでした。少し待ってからもう一度お試しください。")]
    TooMany,
    /// 503. The database is not there.
    #[error("ただいまデータベースに接続できません。しばらくしてからもう一度お試しください。（参照番号 {reference}）")]
    Unavailable {
        /// Finds the details in the log.
        reference: String,
    },
    /// 500. Our mistake.
    #[error("サーバーで問題が起きました。管理者に参照番号 {reference} をお知らせください。")]
    Internal {
        /// Finds the details in the log.
        reference: String,
    },
    /// The browser could not reach the server, or did not understand it.
    #[error("サーバーと通信できませんでした。接続を確かめてもう一度お試しください。操作が届いているかは画面の状態で確かめてください。")]
    Transport,
}

impl AppError {
    /// Whether the same request may succeed a little later, with nothing done by the person.
    pub const fn may_pass(&self) -> bool {
        matches!(self, Self::Transport | Self::Unavailable { .. } | Self::Internal { .. } | Self::TooMany | Self::Wait { .. })
    }

    /// What was sent does not make sense, as from a page of before an update.
    pub fn unreadable() -> Self {
        Self::BadInput("送られた内容を読み取れませんでした。画面を再読み込みしてもう一度お試しください。".to_owned())
    }
}

impl FromServerFnError for AppError {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        let told = match error {
            ServerFnErrorErr::Args(_) | ServerFnErrorErr::MissingArg(_) | ServerFnErrorErr::Deserialization(_) => Self::unreadable(),
            _ => Self::Transport,
        };
        #[cfg(feature = "ssr")]
        crate::server::error::set_status(&told);
        told
    }
}

//! What the acts ask of a payment company. A second company is a second implementation of [`PaymentProvider`].

use super::secrets::SpCode;
use crate::domain::act::{ActKind, Answer};
use crate::domain::carrier::ShippedBy;
use crate::domain::id::{NpTransactionId, ShopTransactionId, SlipNumber};
use crate::domain::masked::prints_only;
use crate::domain::order::Contents;
use futures::future::BoxFuture;
use std::collections::HashMap;
use std::time::Duration;

/// Who is spoken to, and as whom.
#[derive(Clone, Debug)]
pub struct Access {
    /// Base address without a trailing slash.
    pub base_url: String,
    /// 加盟店コード
    pub merchant_code: String,
    /// 端末ID
    pub terminal_id: String,
    /// SPコード, never printable
    pub sp_code: SpCode,
}

/// What a registration tells about an order.
#[derive(Clone, Copy, Debug)]
pub struct Registration<'a> {
    /// Our id.
    pub shop_transaction_id: &'a ShopTransactionId,
    /// What is bought, by whom, where to.
    pub contents: &'a Contents,
    /// サイト名, or empty.
    pub site_name: &'a str,
    /// サイトURL, or empty.
    pub site_url: &'a str,
}

/// One element of a call, before it becomes text.
#[derive(Clone, Copy, Debug)]
pub enum Element<'a> {
    /// 与信を実行
    Register(Registration<'a>),
    /// 与信内容変更: the whole registration again, under the company's id
    Update(&'a NpTransactionId, Registration<'a>),
    /// 与信結果確認, 与信キャンセル, 入金確認: the transaction's name is all they need
    Named(&'a NpTransactionId),
    /// 伝票番号同期
    Shipment(&'a NpTransactionId, ShippedBy, &'a SlipNumber),
}

/// One element of a call, as it was recorded.
#[derive(Clone)]
pub struct Outgoing {
    /// The id by which the answer will name it.
    pub reference: String,
    /// The element's JSON text, exactly as recorded.
    pub payload: String,
}

prints_only!(Outgoing { reference });

/// What came back for one element.
#[derive(Clone, PartialEq, Eq)]
pub struct Received {
    /// What it means.
    pub answer: Answer,
    /// The company's id of the transaction, where the answer tells.
    pub np_transaction_id: Option<NpTransactionId>,
    /// The element as it came, for the timeline.
    pub raw: String,
}

prints_only!(Received { answer, np_transaction_id });

/// What became of a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply {
    /// An answer that could be read. Elements it does not mention are lost.
    Answered(HashMap<String, Received>),
    /// Credentials or terminal id refused: nothing was done.
    Unauthorized,
    /// No connection came about: nothing was done.
    Unreachable,
    /// 429: nothing was done, come later.
    TooMany(Option<Duration>),
    /// Nobody knows what was done. The text says what happened instead of an answer.
    Lost {
        /// For the timeline.
        what: String,
        /// The company asks to wait this long.
        retry_after: Option<Duration>,
    },
}

/// What the credentials test found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Probe {
    /// Accepted.
    Good,
    /// Refused.
    Refused,
    /// No answer.
    Unreachable,
    /// The company is under maintenance, and asks to wait this long.
    Maintenance(Option<Duration>),
    /// The company answers that it cannot answer, and asks to wait this long.
    Busy(Option<Duration>),
}

impl Probe {
    /// What it means for the person who asked.
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::Good => "接続テスト: 接続できました。加盟店コード・SPコード・端末IDが受け付けられました。",
            Self::Refused => "接続テスト: 加盟店コード・SPコード・端末IDが受け付けられませんでした。設定を確かめてください。",
            Self::Unreachable => "接続テスト: NPに接続できませんでした。しばらくしてからもう一度お試しください。",
            Self::Busy(_) => "接続テスト: NPが混み合っています。しばらくしてからもう一度お試しください。",
            Self::Maintenance(_) => "接続テスト: NPがメンテナンス中です。終わってからもう一度お試しください。",
        }
    }
}

/// A company that gives credit.
pub trait PaymentProvider: Send + Sync {
    /// The element's text, as it will be recorded and sent.
    fn payload(&self, element: Element<'_>) -> String;

    /// What a recorded 与信を実行 or 与信内容変更 told about the order; `None` for other elements, and where the buyer was erased.
    fn contents(&self, element: &str) -> Option<Contents>;

    /// A recorded element, or one that came back, without what tells about the buyer: ids, amounts and codes stay.
    fn without_buyer(&self, element: &str) -> String;

    /// One call with up to a batch of elements. Never fails: every way to fail is a [`Reply`].
    fn call<'a>(&'a self, access: &'a Access, kind: ActKind, batch: &'a [Outgoing]) -> BoxFuture<'a, Reply>;

    /// Tests credentials without touching a transaction.
    fn probe<'a>(&'a self, access: &'a Access) -> BoxFuture<'a, Probe>;
}

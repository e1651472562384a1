//! NP's seven endpoints (np-api.md §2).

use crate::domain::act::ActKind;
use reqwest::Method;

/// One endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Endpoint {
    /// 取引登録
    Register,
    /// 取引変更
    Update,
    /// 取引キャンセル
    Cancel,
    /// 与信結果照会
    FindAuthorization,
    /// 出荷報告
    ReportShipment,
    /// 支払状況照会
    FindPayment,
    /// 一部返品取引再登録
    Reregister,
}

impl Endpoint {
    pub(super) const fn method(self) -> Method {
        match self {
            Self::Update | Self::Cancel => Method::PATCH,
            Self::Register | Self::FindAuthorization | Self::ReportShipment | Self::FindPayment | Self::Reregister => Method::POST,
        }
    }

    pub(super) const fn path(self) -> &'static str {
        match self {
            Self::Register => "/transactions",
            Self::Update => "/transactions/update",
            Self::Cancel => "/transactions/cancel",
            Self::FindAuthorization => "/authorizations/find",
            Self::ReportShipment => "/shipments",
            Self::FindPayment => "/transactions/payments/find",
            Self::Reregister => "/transactions/reregister",
        }
    }

    /// The member of a result that names the transaction: our id for a registration, NP's elsewhere.
    pub(super) const fn reference(self) -> &'static str {
        match self {
            Self::Register => "shop_transaction_id",
            Self::Reregister => "base_np_transaction_id",
            Self::Update | Self::Cancel | Self::FindAuthorization | Self::ReportShipment | Self::FindPayment => "np_transaction_id",
        }
    }
}

impl From<ActKind> for Endpoint {
    fn from(kind: ActKind) -> Self {
        match kind {
            ActKind::Register => Self::Register,
            ActKind::Check => Self::FindAuthorization,
            ActKind::Update => Self::Update,
            ActKind::Cancel => Self::Cancel,
            ActKind::ReportShipment => Self::ReportShipment,
            ActKind::CheckPayment => Self::FindPayment,
        }
    }
}

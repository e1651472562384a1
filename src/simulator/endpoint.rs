//! The seven endpoints (np-api.md §2).

use std::str::FromStr;

use axum::routing::MethodFilter;
use serde::{Deserialize, Serialize};

/// One endpoint of NP's API.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Endpoint {
    /// 取引登録, `POST /transactions`.
    Register,
    /// 取引変更, `PATCH /transactions/update`.
    Update,
    /// 取引キャンセル, `PATCH /transactions/cancel`.
    Cancel,
    /// 与信結果照会, `POST /authorizations/find`.
    FindReview,
    /// 出荷報告, `POST /shipments`.
    ReportShipment,
    /// 支払状況照会, `POST /transactions/payments/find`.
    FindPayment,
    /// 一部返品取引再登録, `POST /transactions/reregister`.
    Reregister,
}

impl Endpoint {
    /// All of them.
    pub const ALL: [Self; 7] =
        [Self::Register, Self::Update, Self::Cancel, Self::FindReview, Self::ReportShipment, Self::FindPayment, Self::Reregister];

    /// The path, base included.
    pub fn path(self) -> &'static str {
        match self {
            Self::Register => "/v1/transactions",
            Self::Update => "/v1/transactions/update",
            Self::Cancel => "/v1/transactions/cancel",
            Self::FindReview => "/v1/authorizations/find",
            Self::ReportShipment => "/v1/shipments",
            Self::FindPayment => "/v1/transactions/payments/find",
            Self::Reregister => "/v1/transactions/reregister",
        }
    }

    /// The name in flags, in JSON and in the log.
    pub fn name(self) -> &'static str {
        match self {
            Self::Register => "register",
            Self::Update => "update",
            Self::Cancel => "cancel",
            Self::FindReview => "find_review",
            Self::ReportShipment => "report_shipment",
            Self::FindPayment => "find_payment",
            Self::Reregister => "reregister",
        }
    }

    /// The one method it answers to.
    pub(crate) fn method(self) -> MethodFilter {
        match self {
            Self::Update | Self::Cancel => MethodFilter::PATCH,
            Self::Register | Self::FindReview | Self::ReportShipment | Self::FindPayment | Self::Reregister => MethodFilter::POST,
        }
    }
}

/// A name that is no endpoint's.
#[derive(Debug, thiserror::Error)]
#[error("no endpoint is called {0:?}; choose from register, update, cancel, find_review, report_shipment, find_payment, reregister")]
pub struct UnknownEndpoint(String);

impl FromStr for Endpoint {
    type Err = UnknownEndpoint;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|endpoint| endpoint.name() == name).ok_or_else(|| UnknownEndpoint(name.to_owned()))
    }
}

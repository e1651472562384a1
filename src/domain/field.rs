//! The fields of an order that a rule or a reason can point at.

use super::coded;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A field of a purchaser or a destination.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PartyField {
    /// 氏名（漢字）
    Name,
    /// 氏名（カナ）
    Kana,
    /// 会社名
    Company,
    /// 部署名
    Department,
    /// 郵便番号
    Zip,
    /// 住所
    Address,
    /// 電話番号
    Tel,
    /// メールアドレス (purchaser only)
    Email,
}

/// A field of a goods line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LineField {
    /// 商品名
    Name,
    /// 商品単価
    Price,
    /// 注文数
    Quantity,
}

/// Where a person has to look. One rule or reason points at one field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Field {
    /// 受注番号, from which 加盟店取引ID is made
    OrderNumber,
    /// 注文日
    OrderedOn,
    /// 決済方法
    SettlementType,
    /// サイト名, サイトURL: settings of the shop
    Site,
    /// 請求額
    BilledAmount,
    /// 購入者
    Buyer(PartyField),
    /// 配送先
    Destination(PartyField),
    /// 商品明細; which line is told beside
    Line(LineField),
    /// 配送業者
    Carrier,
    /// 伝票番号
    SlipNumber,
    /// 請求書発行日 (wiz)
    InvoiceDate,
    /// NP取引ID
    NpTransactionId,
}

impl Field {
    /// Every field.
    pub const ALL: [Self; 28] = [
        Self::OrderNumber,
        Self::OrderedOn,
        Self::SettlementType,
        Self::Site,
        Self::BilledAmount,
        Self::Buyer(PartyField::Name),
        Self::Buyer(PartyField::Kana),
        Self::Buyer(PartyField::Company),
        Self::Buyer(PartyField::Department),
        Self::Buyer(PartyField::Zip),
        Self::Buyer(PartyField::Address),
        Self::Buyer(PartyField::Tel),
        Self::Buyer(PartyField::Email),
        Self::Destination(PartyField::Name),
        Self::Destination(PartyField::Kana),
        Self::Destination(PartyField::Company),
        Self::Destination(PartyField::Department),
        Self::Destination(PartyField::Zip),
        Self::Destination(PartyField::Address),
        Self::Destination(PartyField::Tel),
        Self::Destination(PartyField::Email),
        Self::Line(LineField::Name),
        Self::Line(LineField::Price),
        Self::Line(LineField::Quantity),
        Self::Carrier,
        Self::SlipNumber,
        Self::InvoiceDate,
        Self::NpTransactionId,
    ];

    /// The word on the screen.
    pub const fn label(self) -> &'static str {
        match self {
            Self::OrderNumber => "受注番号",
            Self::OrderedOn => "注文日",
            Self::SettlementType => "決済方法",
            Self::Site => "サイト設定",
            Self::BilledAmount => "請求額",
            Self::Buyer(PartyField::Name) => "購入者の氏名",
            Self::Buyer(PartyField::Kana) => "購入者の氏名（カナ）",
            Self::Buyer(PartyField::Company) => "購入者の会社名",
            Self::Buyer(PartyField::Department) => "購入者の部署名",
            Self::Buyer(PartyField::Zip) => "購入者の郵便番号",
            Self::Buyer(PartyField::Address) => "購入者の住所",
            Self::Buyer(PartyField::Tel) => "購入者の電話番号",
            Self::Buyer(PartyField::Email) => "メールアドレス",
            Self::Destination(PartyField::Name) => "配送先の氏名",
            Self::Destination(PartyField::Kana) => "配送先の氏名（カナ）",
            Self::Destination(PartyField::Company) => "配送先の会社名",
            Self::Destination(PartyField::Department) => "配送先の部署名",
            Self::Destination(PartyField::Zip) => "配送先の郵便番号",
            Self::Destination(PartyField::Address) => "配送先の住所",
            Self::Destination(PartyField::Tel) => "配送先の電話番号",
            Self::Destination(PartyField::Email) => "配送先のメールアドレス",
            Self::Line(LineField::Name) => "商品名",
            Self::Line(LineField::Price) => "商品単価",
            Self::Line(LineField::Quantity) => "注文数",
            Self::Carrier => "配送業者",
            Self::SlipNumber => "伝票番号",
            Self::InvoiceDate => "請求書発行日",
            Self::NpTransactionId => "NP取引ID",
        }
    }

    /// The id of the input on the order sheet, so that a reason can put the cursor there.
    pub const fn input_id(self) -> &'static str {
        match self {
            Self::OrderNumber => "order-number",
            Self::OrderedOn => "ordered-on",
            Self::SettlementType => "settlement-type",
            Self::Site => "site",
            Self::BilledAmount => "billed-amount",
            Self::Buyer(PartyField::Name) => "buyer-name",
            Self::Buyer(PartyField::Kana) => "buyer-kana",
            Self::Buyer(PartyField::Company) => "buyer-company",
            Self::Buyer(PartyField::Department) => "buyer-department",
            Self::Buyer(PartyField::Zip) => "buyer-zip",
            Self::Buyer(PartyField::Address) => "buyer-address",
            Self::Buyer(PartyField::Tel) => "buyer-tel",
            Self::Buyer(PartyField::Email) => "buyer-email",
            Self::Destination(PartyField::Name) => "destination-name",
            Self::Destination(PartyField::Kana) => "destination-kana",
            Self::Destination(PartyField::Company) => "destination-company",
            Self::Destination(PartyField::Department) => "destination-department",
            Self::Destination(PartyField::Zip) => "destination-zip",
            Self::Destination(PartyField::Address) => "destination-address",
            Self::Destination(PartyField::Tel) => "destination-tel",
            Self::Destination(PartyField::Email) => "destination-email",
            Self::Line(LineField::Name) => "line-name",
            Self::Line(LineField::Price) => "line-price",
            Self::Line(LineField::Quantity) => "line-quantity",
            Self::Carrier => "carrier",
            Self::SlipNumber => "slip-number",
            Self::InvoiceDate => "invoice-date",
            Self::NpTransactionId => "np-transaction-id",
        }
    }
}

impl Serialize for Field {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.input_id())
    }
}

impl<'de> Deserialize<'de> for Field {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        coded::read(deserializer, |id| Self::ALL.iter().copied().find(|field| field.input_id() == id))
    }
}

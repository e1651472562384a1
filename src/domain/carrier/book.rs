//! 配達業者設定: what a shop's malls and carts call their carriers, and whom NP is told.

use super::Carrier;
use crate::domain::chars::search_key;
use serde::{Deserialize, Serialize};

/// Who carries a parcel, as NP is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum ShippedBy {
    /// One of NP's own.
    Listed(Carrier),
    /// 対象外の配送業者: one that the shop has agreed on with NP (ご契約運送会社).
    Contracted,
}

/// Code of [`ShippedBy::Contracted`] in the store.
const CONTRACTED: &str = "contracted";

impl ShippedBy {
    /// The carrier, when it is one of NP's own.
    pub const fn listed(self) -> Option<Carrier> {
        match self {
            Self::Listed(carrier) => Some(carrier),
            Self::Contracted => None,
        }
    }

    /// NP's `pd_company_code` (np-api.md §5).
    pub const fn np_code(self) -> &'static str {
        match self {
            Self::Listed(carrier) => carrier.np_code(),
            Self::Contracted => "55555",
        }
    }

    /// The code that is stored and sent.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Listed(carrier) => carrier.code(),
            Self::Contracted => CONTRACTED,
        }
    }

    /// The word that people read.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Listed(carrier) => carrier.label(),
            Self::Contracted => "対象外の配送業者",
        }
    }

    /// The value with this code, if there is one.
    pub fn from_code(code: &str) -> Option<Self> {
        if code == CONTRACTED { Some(Self::Contracted) } else { Carrier::from_code(code).map(Self::Listed) }
    }
}

impl TryFrom<String> for ShippedBy {
    type Error = &'static str;

    fn try_from(code: String) -> Result<Self, &'static str> {
        Self::from_code(&code).ok_or("配送業者を選んでください。")
    }
}

impl From<ShippedBy> for String {
    fn from(by: ShippedBy) -> Self {
        by.code().to_owned()
    }
}

/// A name that somebody has mapped.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnName {
    /// As it was typed.
    pub name: String,
    /// Whom it means.
    pub by: ShippedBy,
}

/// Every name that is known: the shop's own before the built-in ones.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CarrierBook {
    /// The mapped names.
    pub own: Vec<OwnName>,
    /// 対象外の配送業者を 利用する.
    pub takes_contracted: bool,
}

impl CarrierBook {
    /// Whom this name means; `None` when nobody has said so.
    pub fn find(&self, name: &str) -> Option<ShippedBy> {
        let key = name_key(name);
        let own = self.own.iter().find(|own| name_key(&own.name) == key).map(|own| own.by);
        own.or_else(|| Carrier::from_name(name).map(ShippedBy::Listed))
    }
}

/// What names are compared by: width, spaces, hyphens, kana, case and 株式会社 do not matter.
pub fn name_key(name: &str) -> String {
    ["株式会社", "(株)", "㈱"].iter().fold(search_key(name), |key, word| key.replace(word, ""))
}

#[cfg(test)]
mod tests {
    use super::{Carrier, CarrierBook, OwnName, ShippedBy};

    #[test]
    fn an_own_name_goes_before_the_built_in_ones() {
        let own = |name: &str, by| OwnName { name: name.to_owned(), by };
        let book = CarrierBook {
            own: vec![own("宅急便", ShippedBy::Contracted), own("ネコポス", ShippedBy::Listed(Carrier::Yamato))],
            takes_contracted: false,
        };
        assert_eq!(book.find("ﾈｺﾎﾟｽ（株）"), Some(ShippedBy::Listed(Carrier::Yamato)));
        assert_eq!(book.find("宅急便"), Some(ShippedBy::Contracted));
        assert_eq!(book.find("佐川"), Some(ShippedBy::Listed(Carrier::Sagawa)));
        assert_eq!(book.find("赤帽"), None);
    }

    #[test]
    fn codes_are_read_back() {
        for by in Carrier::ALL.iter().copied().map(ShippedBy::Listed).chain([ShippedBy::Contracted]) {
            assert_eq!(ShippedBy::from_code(by.code()), Some(by));
        }
        assert_eq!(ShippedBy::from_code("akabou"), None);
        assert_eq!(ShippedBy::Contracted.np_code(), "55555");
    }
}

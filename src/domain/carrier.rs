//! Carriers: the fifteen of the manual, and NP's codes for them.

mod book;
mod tracking;

pub use book::{CarrierBook, OwnName, ShippedBy, name_key};

use super::coded::coded;

coded! {
    /// 配送業者 that NP後払い takes, with the names of the manual.
    pub enum Carrier {
        /// 佐川急便
        Sagawa = "sagawa", "佐川急便";
        /// ヤマト運輸
        Yamato = "yamato", "ヤマト運輸";
        /// 日本郵便, without saying by which service
        JapanPost = "japan_post", "日本郵便";
        /// ゆうパック
        YuPack = "yu_pack", "ゆうパック";
        /// 郵便書留
        RegisteredMail = "registered_mail", "郵便書留";
        /// エコ配
        EcoHai = "eco_hai", "エコ配";
        /// 西濃運輸
        Seino = "seino", "西濃運輸";
        /// セイノースーパーエクスプレス
        SeinoSuperExpress = "seino_super_express", "セイノースーパーエクスプレス";
        /// 福山通運
        Fukuyama = "fukuyama", "福山通運";
        /// 日本通運
        NipponExpress = "nippon_express", "日本通運";
        /// 新潟運輸
        Niigata = "niigata", "新潟運輸";
        /// 名鉄運輸
        Meitetsu = "meitetsu", "名鉄運輸";
        /// 信州名鉄運輸
        ShinshuMeitetsu = "shinshu_meitetsu", "信州名鉄運輸";
        /// トールエクスプレスジャパン
        TollExpress = "toll_express", "トールエクスプレスジャパン";
        /// トナミ運輸
        Tonami = "tonami", "トナミ運輸";
    }
}

impl Carrier {
    /// NP's `pd_company_code` (np-api.md §5).
    ///
    /// Two are strong guesses, where the sources print a name that no carrier has: 59020 「日本運輸」 is taken for 日本通運,
    /// 59060 「福山運輸」 for 福山通運. 日本郵便 has no code of its own and goes as ゆうパック.
    pub const fn np_code(self) -> &'static str {
        match self {
            Self::Sagawa => "50000",
            Self::Yamato => "59010",
            Self::NipponExpress => "59020",
            Self::Seino => "59030",
            Self::RegisteredMail => "59040",
            Self::JapanPost | Self::YuPack => "59041",
            Self::SeinoSuperExpress => "59050",
            Self::Fukuyama => "59060",
            Self::Niigata => "59080",
            Self::Meitetsu => "59090",
            Self::Tonami => "59100",
            Self::ShinshuMeitetsu => "59110",
            Self::TollExpress => "59140",
            Self::EcoHai => "59150",
        }
    }

    /// The carrier that a mall, a cart or a person calls by this name.
    ///
    /// Width, spaces, hyphens, kana and 株式会社 do not matter; beyond that only the names written here count. `None`
    /// for any other, a service of a known carrier included (ネコポス, ゆうパケット): a wrong code delays the shop's
    /// money without any error (np-api.md §5), so a person has to map it ([`CarrierBook`]).
    pub fn from_name(name: &str) -> Option<Self> {
        // As `name_key` writes them: hiragana as katakana, Latin in lower case, no spaces and hyphens.
        match name_key(name).as_str() {
            "佐川急便" | "佐川" | "飛脚宅配便" | "佐川急便(飛脚宅配便)" | "飛脚宅配便(佐川急便)" | "sagawa" => {
                Some(Self::Sagawa)
            }
            "ヤマト運輸"
            | "ヤマト"
            | "ヤマト宅急便"
            | "ヤマト運輸(宅急便)"
            | "クロネコヤマト"
            | "クロネコヤマト宅急便"
            | "クロネコヤマトノ宅急便"
            | "宅急便"
            | "宅急便(ヤマト運輸)"
            | "宅急便(ヤマト)"
            | "宅急便(クロネコヤマト)"
            | "yamato" => Some(Self::Yamato),
            "日本郵便" | "日本郵便(jp)" | "郵便局" | "japanpost" => Some(Self::JapanPost),
            "ユウパック" | "ユウパック(日本郵便)" | "日本郵便(ユウパック)" | "日本郵便ユウパック" | "郵便局(ユウパック)" => {
                Some(Self::YuPack)
            }
            "郵便書留" | "書留" | "一般書留" | "簡易書留" | "書留(日本郵便)" | "日本郵便(書留)" => {
                Some(Self::RegisteredMail)
            }
            "エコ配" => Some(Self::EcoHai),
            "西濃運輸" | "西濃" | "カンガルー便" | "カンガルー便(西濃運輸)" | "西濃運輸(カンガルー便)" => {
                Some(Self::Seino)
            }
            "セイノースーパーエクスプレス" => Some(Self::SeinoSuperExpress),
            "福山通運" | "福通" | "フクツー" | "フクツー宅配便" | "福山通運(フクツー宅配便)" => {
                Some(Self::Fukuyama)
            }
            "日本通運" | "日通" => Some(Self::NipponExpress),
            "新潟運輸" => Some(Self::Niigata),
            "名鉄運輸" => Some(Self::Meitetsu),
            "信州名鉄運輸" => Some(Self::ShinshuMeitetsu),
            "トールエクスプレスジャパン" | "トールエクスプレス" | "トール" => Some(Self::TollExpress),
            "トナミ運輸" | "トナミ" => Some(Self::Tonami),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Carrier;

    /// The manual's list, copied.
    const MANUAL: &str = "佐川急便・ヤマト運輸・日本郵便・ゆうパック・郵便書留・エコ配・西濃運輸・セイノースーパーエクスプレス・福山通運・日本通運・新潟運輸・名鉄運輸・信州名鉄運輸・トールエクスプレスジャパン・トナミ運輸";

    #[test]
    fn the_manuals_fifteen_names_are_ours_in_its_order() {
        let labels: Vec<_> = Carrier::ALL.iter().map(|carrier| carrier.label()).collect();
        assert_eq!(labels.join("・"), MANUAL);
        for carrier in Carrier::ALL {
            assert_eq!(Carrier::from_name(carrier.label()), Some(*carrier));
        }
    }

    #[test]
    fn every_carrier_has_the_code_of_nps_master() {
        let codes: Vec<_> = Carrier::ALL.iter().map(|carrier| carrier.np_code()).collect();
        let listed = [
            "50000", "59010", "59041", "59041", "59040", "59150", "59030", "59050", "59060", "59020", "59080", "59090", "59110", "59140",
            "59100",
        ];
        assert_eq!(codes, listed);
    }

    #[test]
    fn common_spellings_are_understood() {
        for (name, carrier) in [
            (" ヤマト ", Carrier::Yamato),
            ("クロネコヤマト", Carrier::Yamato),
            ("宅急便（ヤマト運輸）", Carrier::Yamato),
            ("ﾔﾏﾄ運輸", Carrier::Yamato),
            ("ヤマト運輸株式会社", Carrier::Yamato),
            ("佐川", Carrier::Sagawa),
            ("佐川急便（株）", Carrier::Sagawa),
            ("ゆうパック（日本郵便）", Carrier::YuPack),
            ("ﾕｳﾊﾟｯｸ", Carrier::YuPack),
            ("日通", Carrier::NipponExpress),
            ("日本郵便（JP）", Carrier::JapanPost),
            ("Japan Post", Carrier::JapanPost),
            ("クロネコヤマトの宅急便", Carrier::Yamato),
            ("福山通運（フクツー宅配便）", Carrier::Fukuyama),
            ("ｾｲﾉｰｽｰﾊﾟｰｴｸｽﾌﾟﾚｽ", Carrier::SeinoSuperExpress),
        ] {
            assert_eq!(Carrier::from_name(name), Some(carrier), "{name}");
        }
    }

    #[test]
    fn an_unknown_name_is_nobody() {
        for name in [
            "",
            " ",
            "その他",
            "JPロジスティクス",
            "ネコポス",
            "ゆうパケット",
            "ヤマト運輸(佐川急便)",
            "名鉄",
            "ヤマトホームコンビニエンス",
        ] {
            assert_eq!(Carrier::from_name(name), None, "{name}");
        }
    }
}

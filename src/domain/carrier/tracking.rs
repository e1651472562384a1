//! 配送状況: where a carrier shows how far a parcel is.

use super::Carrier;

impl Carrier {
    /// The carrier's own page about one parcel. `None` for those that have none which can be opened by the number alone.
    pub fn tracking_page(self, slip_number: &str) -> Option<String> {
        let address = match self {
            Self::Sagawa => "https://k2k.sagawa-exp.co.jp/p/web/okurijosearch.do?okurijoNo=",
            Self::Yamato => "https://member.kms.kuronekoyamato.co.jp/parcel/detail?pno=",
            Self::JapanPost | Self::YuPack | Self::RegisteredMail => {
                "https://trackings.post.japanpost.jp/services/srv/search/direct?searchKind=S002&locale=ja&reqCodeNo1="
            }
            Self::Seino | Self::SeinoSuperExpress => "https://track.seino.co.jp/cgi-bin/gnpquery.pgm?GNPNO1=",
            Self::Fukuyama => "https://corp.fukutsu.co.jp/situation/tracking_no_hunt/",
            Self::Tonami => "https://trc1.tonami.co.jp/trc/search3/excSearch3?id[0]=",
            Self::EcoHai | Self::NipponExpress | Self::Niigata | Self::Meitetsu | Self::ShinshuMeitetsu | Self::TollExpress => return None,
        };
        let digits: String = slip_number.chars().filter(char::is_ascii_alphanumeric).collect();
        Some(format!("{address}{digits}"))
    }
}

#[cfg(test)]
mod tests {
    use super::Carrier;

    #[test]
    fn nothing_but_letters_and_digits_gets_into_an_address() {
        assert_eq!(
            Carrier::Yamato.tracking_page("1234-5678-90 12&x=<").unwrap(),
            "https://member.kms.kuronekoyamato.co.jp/parcel/detail?pno=123456789012x"
        );
        assert_eq!(Carrier::Meitetsu.tracking_page("1"), None);
    }
}

//! Words for what cannot be repaired by correcting a field.

/// What NP wants to read where somebody has goods sent to work (RE014, RE020).
pub const WORKPLACE_WORDS: [&str; 3] = ["職員", "従業員", "経営者"];

/// A mail to the customer of an order that NP has refused. NP's reason is not the customer's to read.
pub fn other_payment(shop: &str, order_number: &str, buyer: &str) -> String {
    let buyer = buyer.trim();
    let buyer = if buyer.is_empty() { "お客様".to_owned() } else { format!("{buyer} 様") };
    format!(
        "{buyer}\n\nこのたびは{shop}をご利用いただき、ありがとうございます。\n\
         ご注文（受注番号 {order_number}）について、お選びいただいた「NP後払い」は、\n\
         審査の結果、今回はご利用いただけませんでした。\n\
         お手数をおかけして申し訳ありませんが、別のお支払い方法への変更をお願いいたします。\n\
         ご希望のお支払い方法を、このメールへの返信でお知らせください。\n\n\
         なお、審査はNP後払いの運営会社が行っており、当店では理由をお答えすることができません。\n\n{shop}"
    )
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_mail_names_the_order_and_nobody_twice() {
        let mail = super::other_payment("みほん青果店", "A-1", " 見本　花子 ");
        assert!(mail.starts_with("見本　花子 様\n\nこのたびはみほん青果店を"), "{mail}");
        assert!(mail.contains("受注番号 A-1"));
        assert!(super::other_payment("店", "A-1", "").starts_with("お客様\n"));
    }
}

//! 操作履歴: what is kept about what people did.

use super::coded::coded;

coded! {
    /// What a line of the history is about.
    pub enum AuditKind {
        /// Signing in and out.
        SignIn = "sign_in", "ログイン";
        /// A sign-in that was refused.
        SignInRefused = "sign_in_refused", "ログイン失敗";
        /// Settings of a shop or of the desk.
        Settings = "settings", "設定";
        /// Accounts, roles, invitations.
        People = "people", "利用者";
        /// What was asked of NP, or edited.
        Act = "act", "処理";
        /// Order files taken in.
        Import = "import", "取込";
        /// Data taken out.
        Export = "export", "書出";
        /// Buyers' data blanked.
        Erase = "erase", "消去";
    }
}

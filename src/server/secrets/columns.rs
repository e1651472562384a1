//! Where sealed texts stand in the database: the one list that rotation, restoring and the check at the start walk over.

/// Declares the columns. One line is all that a new one takes.
macro_rules! sealed_columns {
    ($($(#[$meta:meta])* $variant:ident = $table:literal, $column:literal, $name:literal, $context:literal, $label:literal;)+) => {
        /// A column of sealed texts. Empty text and NULL mean that there is no secret.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum SealedColumn { $($(#[$meta])* $variant,)+ }

        impl SealedColumn {
            /// Every such column.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// Its table.
            pub const fn table(self) -> &'static str {
                match self { $(Self::$variant => $table,)+ }
            }

            /// Its name.
            pub const fn column(self) -> &'static str {
                match self { $(Self::$variant => $column,)+ }
            }

            /// The column by which people know the row.
            pub const fn name_column(self) -> &'static str {
                match self { $(Self::$variant => $name,)+ }
            }

            /// What people call the secret.
            pub const fn label(self) -> &'static str {
                match self { $(Self::$variant => $label,)+ }
            }

            /// What is bound into a sealed text: moved to another row or column, it does not open.
            pub(super) fn bound_to(self, row: i64) -> String {
                match self { $(Self::$variant => format!(concat!($context, "|{}"), row),)+ }
            }
        }
    };
}

// table, column, the column that names the row, what is bound in before the row's key, label
sealed_columns! {
    /// SPコード of a shop.
    SpCode = "shops", "sp_code_sealed", "code", "shops|sp_code", "SPコード";
    /// The secret of an account's second factor.
    Totp = "users", "totp_sealed", "name", "users|totp", "2段階認証";
}

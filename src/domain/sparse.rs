//! Leaving out of JSON what need not be said.

/// Whether a field holds what its reader takes when it is left out.
pub fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

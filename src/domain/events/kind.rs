//! The kinds of events, and their names.

/// Defines [`EventKind`].
macro_rules! define_kinds {
    ($($(#[$doc:meta])* $kind:ident($family:ident::$payload:ident) = $name:literal,)*) => {
        /// `events.kind`. The names are frozen once released.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum EventKind {
            $($(#[$doc])* $kind,)*
        }

        impl EventKind {
            pub const ALL: &[Self] = &[$(Self::$kind),*];

            /// The name in `events.kind`.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$kind => $name,)*
                }
            }

            /// The kind with this name.
            pub fn named(name: &str) -> Option<Self> {
                match name {
                    $($name => Some(Self::$kind),)*
                    _ => None,
                }
            }
        }
    };
}

each_kind!(define_kinds);

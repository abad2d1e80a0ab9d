//! The names under which streams and webhooks show events.

use serde::{Deserialize, Serialize};

/// Defines [`ShownAs`].
macro_rules! shown_as {
    ($($(#[$doc:meta])* $variant:ident = $name:literal,)*) => {
        /// The name under which `GET /v1/{realm}/events` and webhooks show an event. Several kinds may
        /// have one name: most changes of a chat are a `chat`.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        pub enum ShownAs {
            $($(#[$doc])* #[serde(rename = $name)] $variant,)*
        }

        impl ShownAs {
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// The name in the stream.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)*
                }
            }
        }
    };
}

each_shown_name!(shown_as);

impl ShownAs {
    /// The one with this name.
    pub fn named(name: &str) -> Option<Self> {
        let mut all = Self::ALL.iter().copied();
        all.find(|known| known.as_str() == name)
    }
}

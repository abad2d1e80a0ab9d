//! A chat as a file to download.

use tokio::sync::OwnedSemaphorePermit;

use crate::accesses::Recorded;
use crate::audit::{Edition, Format, PortableExport, Transcript, TranscriptError};
use crate::desk::error::Error;
use crate::desk::service::Desk;
use crate::domain::ChatId;

/// The format of an export.
#[derive(Debug, Clone)]
pub enum ExportFormat {
    /// A page to read and to print.
    Html(Edition),
    /// For spreadsheets.
    Csv,
    /// JSON lines, for `vestnik import`.
    JsonLines,
}

/// A chat that is being exported, a part at a time. It has a connection of its own.
pub struct Export {
    writing: Writing,
    _permit: OwnedSemaphorePermit,
}

enum Writing {
    Transcript(Box<Transcript>),
    Portable(Box<PortableExport>),
}

impl Desk {
    /// Begins the export of a chat.
    ///
    /// # Errors
    /// `NoSuchChat`, `Busy`, `UnknownTimeZone`.
    pub async fn export(
        &self,
        _recorded: Recorded,
        chat_id: ChatId,
        format: ExportFormat,
    ) -> Result<Export, Error> {
        self.chat(chat_id).await?;
        let permit = self.permits.exports.clone().try_acquire_owned();
        let permit = permit.map_err(|_| Error::Busy)?;
        let connection = self.connector.open("export").await?;
        let (id, only_reported) = (chat_id.0, self.only_reported());
        let transcript = match format {
            ExportFormat::Html(edition) => Format::Html(edition),
            ExportFormat::Csv => Format::Csv,
            ExportFormat::JsonLines => {
                let portable = PortableExport::of_chat_over(connection, id).await?;
                return Ok(Export {
                    writing: Writing::Portable(Box::new(portable)),
                    _permit: permit,
                });
            }
        };
        let transcript = Transcript::over(connection, id, transcript, only_reported).await;
        let transcript = transcript.map_err(|error| match error {
            TranscriptError::UnknownTimeZone(_) => Error::UnknownTimeZone,
            error => error.into(),
        })?;
        Ok(Export {
            writing: Writing::Transcript(Box::new(transcript)),
            _permit: permit,
        })
    }
}

impl Export {
    /// The next part; `None` at the end.
    pub async fn next_part(&mut self) -> Result<Option<Vec<u8>>, Error> {
        Ok(match &mut self.writing {
            Writing::Transcript(transcript) => transcript.next_part().await?,
            Writing::Portable(portable) => portable.next_part().await?,
        })
    }
}

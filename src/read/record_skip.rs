//! Which records of archives hold no page? They are counted under one of these names, and not cleaned.

/// Why a record of an archive is passed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RecordSkip {
    /// The head of an ARC file.
    ArcFiledesc,
    /// A link in a tar or zip file.
    EntryLink,
    /// An entry that is no text and no HTML file.
    EntryNoPage,
    /// A device, a pipe.
    EntrySpecial,
    /// Sound.
    MediaAudio,
    /// A style sheet.
    MediaCss,
    /// A font.
    MediaFont,
    /// A picture.
    MediaImage,
    /// A script.
    MediaJavascript,
    /// JSON.
    MediaJson,
    /// Of another media type.
    MediaOther,
    /// PDF.
    MediaPdf,
    /// Of no media type, and no HTML by its content.
    MediaUnknown,
    /// A film.
    MediaVideo,
    /// XML that is no XHTML.
    MediaXml,
    /// A site's `robots.txt`.
    RobotsTxt,
    /// An answer with a status of 100 to 199.
    Status1xx,
    /// An answer with a status of 300 to 399.
    Status3xx,
    /// An answer with a status of 400 to 499.
    Status4xx,
    /// An answer with a status of 500 to 599.
    Status5xx,
    /// An answer with a status that is none of HTTP.
    StatusOther,
    /// The rest of another record.
    WarcContinuation,
    /// An answer of DNS.
    WarcDns,
    /// What a crawler wrote about a page.
    WarcMetadata,
    /// A WARC record of an unknown type.
    WarcOther,
    /// What a crawler asked for.
    WarcRequest,
    /// A page that was crawled before.
    WarcRevisit,
    /// What a crawler wrote about itself.
    WarcWarcinfo,
}

impl RecordSkip {
    /// All of them, by name: the name in `report.json`, and what it means.
    pub const ALL: &[(Self, &str, &str)] = &[
        (Self::ArcFiledesc, "arc_filedesc", "the header of an ARC file"),
        (Self::EntryLink, "entry_link", "a link in a tar or zip file"),
        (Self::EntryNoPage, "entry_no_page", "a file in a tar or zip file that is neither text nor HTML, by its name"),
        (Self::EntrySpecial, "entry_special", "a device or pipe in a tar file"),
        (Self::MediaAudio, "media_audio", "audio"),
        (Self::MediaCss, "media_css", "a style sheet"),
        (Self::MediaFont, "media_font", "a font"),
        (Self::MediaImage, "media_image", "an image"),
        (Self::MediaJavascript, "media_javascript", "JavaScript"),
        (Self::MediaJson, "media_json", "JSON"),
        (Self::MediaOther, "media_other", "another media type"),
        (Self::MediaPdf, "media_pdf", "PDF"),
        (Self::MediaUnknown, "media_unknown", "no media type is given, and the content is not HTML"),
        (Self::MediaVideo, "media_video", "video"),
        (Self::MediaXml, "media_xml", "XML other than XHTML, such as a feed"),
        (Self::RobotsTxt, "robots_txt", "the `robots.txt` of a site"),
        (Self::Status1xx, "status_1xx", "a response with status 1xx"),
        (Self::Status3xx, "status_3xx", "a redirect (status 3xx)"),
        (Self::Status4xx, "status_4xx", "a client error (status 4xx), such as 404"),
        (Self::Status5xx, "status_5xx", "a server error (status 5xx)"),
        (Self::StatusOther, "status_other", "a response with a status that HTTP does not have"),
        (Self::WarcContinuation, "warc_continuation", "a WARC record that continues another one"),
        (Self::WarcDns, "warc_dns", "a DNS response"),
        (Self::WarcMetadata, "warc_metadata", "a WARC record with metadata or logs of the crawler"),
        (Self::WarcOther, "warc_other", "a WARC record of an unknown type"),
        (Self::WarcRequest, "warc_request", "a WARC record with the request"),
        (Self::WarcRevisit, "warc_revisit", "a WARC record of a page that did not change since an earlier crawl"),
        (Self::WarcWarcinfo, "warc_warcinfo", "a WARC record about the archive itself"),
    ];

    /// Its name in `report.json`.
    #[must_use]
    pub fn id(self) -> &'static str {
        Self::ALL.iter().find(|(skip, ..)| *skip == self).map_or("", |(_, id, _)| id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_has_a_name_of_its_own() {
        assert!(RecordSkip::ALL.is_sorted_by(|a, b| a.1 < b.1));
        let last = RecordSkip::WarcWarcinfo as usize;
        assert!(RecordSkip::ALL.iter().enumerate().all(|(at, (skip, ..))| *skip as usize == at));
        assert_eq!(RecordSkip::ALL.len(), last + 1);
    }
}

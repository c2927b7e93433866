//! `host` and `not_host`: suffixes of names of hosts. `example.org` is also `www.example.org`; an address or a star is none,
//! and would never match.

use super::table_reader::TableReader;

/// Reads the hosts of a key; what is no host is an error.
pub(super) fn hosts(table: &mut TableReader<'_, '_, '_>, key: &'static str) -> Vec<String> {
    let hosts = table.strings(key);
    for host in &hosts {
        let part = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'));
        if !host.split('.').all(part) {
            let bare = host.split_once("://").map_or(host.as_str(), |(_, behind)| behind);
            let bare = bare.split(['/', ':', '?']).next().unwrap_or_default().trim_start_matches(['*', '.']);
            let bare = bare.strip_prefix("www.").unwrap_or(bare);
            let message = format!("`{host}` is not a host name and can never match");
            let help = format!("{key} = [\"{bare}\"], which is also www.{bare}");
            let help = if bare.split('.').all(part) { help } else { format!("{key} = [\"example.org\"]") };
            table.error_in(key, host, "never-matches", message, help);
        }
    }
    hosts.into_iter().map(|host| host.to_lowercase()).collect()
}

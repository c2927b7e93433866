use super::*;

#[test]
fn a_row_is_taken_whole_or_not_at_all() {
    let html = "<article><h1>Grinder</h1><p>The grinder stands on the table of the kitchen and turns without a sound, as the shop \
        told us when we bought it in the spring.</p><table><tr><th>Colour</th><td><p>black and copper, made in the old works by \
        the river</p></td></tr><tr><th>Weight</th><td><p>two kilograms with the box and all that lies in it</p></td></tr>\
        </table></article>";
    let page = parse_with(html, None, &(), Options::default());
    assert!(page.text.contains("Colour\tblack") || !page.text.contains("black"), "{}", page.text);
}

#[test]
fn a_line_of_code_that_ends_in_a_break_is_one_line() {
    let html = "<pre><code><span class=token-line>a<br></span><span class=token-line>b<br></span><span class=token-line>c\
        </span></code></pre>";
    assert_eq!(parse_with(html, None, &(), Options::all()).text, "a\nb\nc");
}

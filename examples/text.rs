//! Cleans a plain text in one call, says what was removed, and puts the original back together.
//!
//! cargo run --example text
#![allow(clippy::print_stdout, reason = "an example prints")]

fn main() {
    let text = "خانه / اخبار / ورزش\nتیم ملی امروز به تهران می رسد.\nانتهای پیام/\n";
    let cleaned = sarand::clean_text(text);
    println!("{}", cleaned.text);
    for removal in &cleaned.removals {
        println!("{}: {:?}", removal.rule, removal.span.slice(text));
    }
    for edit in &cleaned.edits {
        println!("{}: {:?} became {:?}", edit.by, edit.span.slice(text), edit.with);
    }
    assert_eq!(sarand::clean::restore(&cleaned.text, &cleaned.changes(text)), text);
}

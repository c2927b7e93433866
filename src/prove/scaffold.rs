//! A page to try a rule on: prose, and the line in the place and company that the rule asks for.
//!
//! Knows nothing of verdicts: see [`super::selftest`].

use crate::{
    lang::Lang,
    rules::schema::{Kind, Matcher, Rule, Zone},
};

/// A line that the stubs beside a rule under test claim.
pub(crate) const NEIGHBOUR: &str = "sarand neighbour";

/// A title for rules that ask to stand under one; of no language's script but one that all pages have.
const TITLE: &str = "2 + 2 = 4, 3 + 3 = 6";

const FA: [&str; 3] = [
    "شهردار در گفت‌وگو با خبرنگاران توضیح داد که ساخت پل تازه از بهار آینده آغاز می‌شود و دو سال زمان خواهد برد، زیرا بخشی از مصالح باید از استان‌های همسایه برسد.",
    "به گفته او هزینه این طرح از محل عوارض نوسازی تأمین شده است و ساکنان محله‌های اطراف رودخانه می‌توانند نقشه‌های آن را در کتابخانه مرکزی ببینند و پرسش‌های خود را بنویسند.",
    "کارشناسان دانشگاه نیز پس از سه ماه اندازه‌گیری اعلام کردند که خاک ساحل برای ستون‌های بلند مناسب است و تنها در یک نقطه باید از روش دیگری برای پی‌ریزی استفاده کرد.",
];
const AR: [&str; 3] = [
    "أوضح رئيس البلدية في حديثه مع الصحفيين أن بناء الجسر الجديد سيبدأ في الربيع المقبل ويستغرق عامين كاملين، لأن جزءا من المواد يصل من المحافظات المجاورة عبر النهر.",
    "وأضاف أن تكلفة المشروع غُطيت من رسوم التطوير، وأن سكان الأحياء القريبة من الضفة يستطيعون الاطلاع على المخططات في المكتبة المركزية وتدوين أسئلتهم خلال هذا الشهر.",
    "وذكر خبراء الجامعة بعد ثلاثة أشهر من القياس أن تربة الضفة تصلح للأعمدة العالية، وأن نقطة واحدة فقط تحتاج إلى طريقة أخرى في وضع الأساس قبل حلول موسم الفيضان.",
];
const EN: [&str; 3] = [
    "The mayor told reporters that work on the new bridge would begin next spring and take two years, because some of the stone has to come down the river from the northern quarries.",
    "The cost is met from the renewal levy, she said, and people who live near the bank can look at the drawings in the central library and leave their questions with the clerk.",
    "After three months of measuring, engineers from the university found that the ground can carry tall piers and that only one of the nine footings will need another method.",
];

/// Where in its page the text stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PagePosition {
    /// Before all prose.
    Head,
    /// Between paragraphs.
    Middle,
    /// After all prose.
    Tail,
}

/// The language that a rule's lines are in.
pub(crate) fn lang(rule: &Rule) -> Option<Lang> {
    rule.lang.first().copied()
}

fn prose(rule: &Rule) -> [&'static str; 3] {
    match lang(rule) {
        Some(Lang::AR) => AR,
        Some(Lang::EN) => EN,
        Some(_) => FA,
        None => EN,
    }
}

/// Where a rule's own examples stand.
pub(crate) fn place(rule: &Rule) -> PagePosition {
    match rule.zone {
        Zone::Head => PagePosition::Head,
        Zone::Tail => PagePosition::Tail,
        Zone::Any if rule.guards.first => PagePosition::Head,
        Zone::Any if rule.guards.last || rule.kind == Kind::Cut => PagePosition::Tail,
        Zone::Any => PagePosition::Middle,
    }
}

/// The page with `text` (a line, or lines) in `place`; `company`: with what the rule's guards ask for beside it.
pub(crate) fn page(rule: &Rule, text: &str, place: PagePosition, company: bool) -> String {
    let mut middle = Vec::new();
    let guards = &rule.guards;
    if company {
        if guards.under_title {
            middle.push(TITLE.to_owned());
        }
        if let Some(after) = guards.after.first() {
            middle.push(stub(after));
        }
        let kinds = guards.classes.unwrap_or(1) as usize;
        middle.extend(guards.below.iter().take(kinds).map(|class| stub(class)));
        let times = guards.run.unwrap_or(1).max(guards.repeats.unwrap_or(1));
        middle.extend(std::iter::repeat_n(text.to_owned(), times as usize));
        if guards.near.is_some() {
            if guards.last && guards.after.is_empty() {
                middle.insert(0, NEIGHBOUR.to_owned());
            } else {
                middle.push(NEIGHBOUR.to_owned());
            }
        }
    } else {
        middle.push(text.to_owned());
    }
    let prose = prose(rule);
    let (before, after) = match place {
        PagePosition::Head => (&prose[..0], &prose[..]),
        PagePosition::Middle => (&prose[..2], &prose[2..]),
        PagePosition::Tail => (&prose[..], &prose[..0]),
    };
    let owned = |lines: &[&str]| lines.iter().map(|line| (*line).to_owned()).collect::<Vec<_>>();
    [owned(before), middle, owned(after)].concat().join("\n") + "\n"
}

/// A paragraph with `text` in its middle.
pub(crate) fn inside_paragraph(rule: &Rule, text: &str) -> String {
    let prose = prose(rule);
    let half = prose[0].len() / 2;
    let space = prose[0].match_indices(' ').map(|(at, _)| at).find(|&at| at >= half).unwrap_or(0);
    let (head, tail) = prose[0].split_at(space);
    format!("{head} {text} {}\n{}\n{}\n", tail.trim_start(), prose[1], prose[2])
}

/// The line that stands for any line that the rule `id` claims.
pub(crate) fn stub(id: &str) -> String {
    format!("{NEIGHBOUR} {id}")
}

/// A rule that claims just its stub line; with no id: the plain neighbour.
pub(crate) fn stub_rule(model: &Rule, id: &str, phrase: String) -> Rule {
    let mut stub = model.clone();
    stub.id = id.to_owned();
    stub.kind = Kind::Line;
    stub.matcher = Matcher::Exact(vec![phrase.into()]);
    stub.guards = Default::default();
    (stub.lang, stub.host, stub.not_host) = Default::default();
    (stub.zone, stub.trail, stub.save, stub.level) = Default::default();
    (stub.start, stub.end) = Default::default();
    stub
}

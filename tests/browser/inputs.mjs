// Inputs that the fixtures do not have: hostile records, records of all kinds of titles, and as many as one wants.

/** What must be shown as text, and never done. `hit` is set by whatever gets through. */
export const SCRIPT = "<script>window.hit = 'script'</script>";
export const IMAGE = "<img src=\"https://elsewhere.example/x.png\" onerror=\"window.hit = 'image'\">";
export const TEMPLATE = "{{ 7 * 7 }} {% include \"/etc/passwd\" %} ${7 * 7} #{7 * 7}";
export const OVERRIDE = "\u202Egnp.exe\u202C \u2067\u2066isolated";
export const LINES = 5000;

/** Records that try to be more than text. Each has an id of its own, by which a test finds it. */
export function hostileRecords() {
  const quote = "\" autofocus onfocus=\"window.hit = 'attribute'\" x='";
  const record = (id, title, text, more = {}) => ({ id, title, text, ...more });
  return [
    record(`${SCRIPT}${quote}`, `</title>${SCRIPT}${IMAGE}`, `${SCRIPT}\n${IMAGE}\n</p></li></ol>${SCRIPT}\n${quote}\n<!-- \n]]>\n<svg onload="window.hit = 'svg'">`, {
      url: "javascript:window.hit = 'address'",
      language: `fa${quote}`,
      source: `</span>${SCRIPT}`,
      date: `2024-01-01${quote}`,
      metadata: { "</script>": SCRIPT, hostname: `evil.example/${quote}`, page_type: IMAGE },
    }),
    record("templates", TEMPLATE, `${TEMPLATE}\n{{ title }}\n{%- for line in lines -%}\n`),
    record("overrides", `Bill ${OVERRIDE}`, `Bill ${OVERRIDE}\nplain\n\u200F\u200E\u061C\nnul \u0000 bell \u0007 del \u007F\n\uFEFF\u2028\u2029end`),
    record("long-line", "A long line", `before\n${"word ".repeat(20_000)}${"x".repeat(60_000)}\nafter`),
    record("many-lines", "Many lines", Array.from({ length: LINES }, (_, at) => `This is line ${at + 1} of very many.`).join("\n")),
    record("nothing", "Nothing is left of it", ""),
    record(["a", { b: 1 }], "An id that is no string", "A text."),
    record("fa", "پروانه‌ای تازه در زاگرس (Zagros) دیده شد", "پروانه‌ای تازه دیده شد.\nدر سال ۱۴۰۳ در Zagros.\nپایان"),
    record("ar", "افتتاح مكتبة عامة (Library) في سفينة", "افتتحت البلدية مكتبة عامة.\nفي سنة 2024 بمدينة Basra.\nانتهى"),
    record("en", "The library (مكتبة) is open", "The town has opened a library.\nIn 2024, in Basra (البصرة).\nThe end"),
  ];
}

/** A page of a site that repeats its chrome: some of it goes, and some words of it are repaired. */
const page = (number) => ({
  id: `page-${number}`,
  url: `https://site-${number % 50}.example/news/${number}`,
  title: `News number ${number}`,
  text: `Home > News > Local\n\nThe council met for the ${number}th time and talked about the road by the river, which was flooded again.\n\n`
    + "Nobody knew who had left the gate open.\u00A0 The farmers were not amused.\n".repeat(20)
    + "\nShare this on Facebook\nCopyright 2024 Site. All rights reserved.\n",
});

/** About `size` bytes of JSONL, a piece at a time. */
export function* manyRecords(size) {
  for (let number = 0, made = 0; made < size;) {
    let piece = "";
    while (piece.length < 1 << 20) piece += `${JSON.stringify(page(number++))}\n`;
    made += piece.length;
    yield piece;
  }
}

#!/usr/bin/env python3
"""Makes a small crawl to try pipelines on: JSONL of articles with site chrome, in Persian, Arabic and English.

usage: crawl.py N OUT.jsonl

The same N gives the same file. Some records hold what breaks careless pipelines: line separators that are no line
breaks (U+2028, U+0085), CRLF, letters beyond the BMP, bytes of mojibake, and pages that are chrome only.
"""
import gzip
import json
import os
import random
import sys

PARTS = {
    "fa": (
        ["شورای شهر روز دوشنبه درباره پل تازه رودخانه گفت‌وگو کرد و قرار شد که ساخت آن از بهار آغاز شود.",
         "ساکنان دو سوی رود سال‌هاست که برای رسیدن به بازار باید راه درازی را از کنار آسیاب قدیمی بپیمایند.",
         "مهندس طرح می‌گوید که سنگ‌های پل از همان معدنی می‌آید که دیوارهای شهر را دویست سال پیش با آن ساختند."],
        ["کد خبر: 12345", "انتهای پیام/", "این مطلب را به اشتراک بگذارید", "نظرات حاوی توهین منتشر نمی شود"],
    ),
    "ar": (
        ["ناقش مجلس المدينة يوم الاثنين بناء الجسر الجديد على النهر، وتقرر أن يبدأ العمل فيه مع بداية الربيع القادم.",
         "يضطر سكان الضفتين منذ سنوات إلى أن يسلكوا الطريق الطويل قرب الطاحونة القديمة ليصلوا إلى السوق كل صباح.",
         "وقال مهندس المشروع إن حجارة الجسر تأتي من المقلع نفسه الذي بنيت منه أسوار المدينة قبل مئتي عام."],
        ["اقرأ أيضا:", "شارك هذا المقال", "[ad_1]", "لن يتم نشر عنوان بريدك الإلكتروني"],
    ),
    "en": (
        ["The town council spoke on Monday about the new bridge over the river and agreed that work is to begin in spring.",
         "For years those who live on either side have had to take the long way round by the old mill to reach the market.",
         "The engineer says that its stones come from the same quarry as the walls of the town, which are two centuries old."],
        ["Share on Facebook", "[ad_2]", "Sign up for our newsletter", "Your email address will not be published."],
    ),
}
ODD = ["a\u2028b", "a\u0085b", "one\r\ntwo", "𝔅𝔯𝔦𝔡𝔤𝔢 🌉", "cafÃ©", "tab\tand \\ and \" and \x0b end", "ä\u200fö"]


def records(count):
    """Yields `count` records with `id`, `url` and `text`."""
    rnd = random.Random(count)
    for number in range(count):
        prose, chrome = PARTS[rnd.choice(list(PARTS))]
        if number % 97 == 5:
            lines = ["[ad_1]"] * rnd.randint(1, 3)
        else:
            lines = [" ".join(rnd.sample(prose, rnd.randint(1, 3))) for _ in range(rnd.randint(3, 9))]
            for line in rnd.sample(chrome, rnd.randint(1, len(chrome))):
                lines.insert(rnd.randint(1, len(lines)), line)
            if number % 13 == 1:
                lines.insert(1, rnd.choice(ODD) + " " + rnd.choice(prose))
        yield {"id": f"doc-{number:07}", "url": f"https://site{number % 50}.example/{number}", "text": "\n".join(lines)}


def write(count, path):
    """Writes the records, a line each; letters stand as they are, so that nobody gets away with ASCII only."""
    with open(path, "w", encoding="utf-8", newline="\n") as out:
        for record in records(count):
            out.write(json.dumps(record, ensure_ascii=False) + "\n")


def write_wet(count, folder, files):
    """The same records as WET files, a gzip member each; the paths of the files."""
    os.makedirs(folder)
    paths = [os.path.join(folder, f"{number:05}.warc.wet.gz") for number in range(files)]
    outs = [open(path, "wb") for path in paths]
    for number, record in enumerate(records(count)):
        text = record["text"].encode()
        head = (f"WARC/1.0\r\nWARC-Type: conversion\r\nWARC-Target-URI: {record['url']}\r\n"
                f"WARC-Date: 2024-05-01T00:00:00Z\r\nWARC-Record-ID: <urn:x-crawl:{record['id']}>\r\n"
                f"Content-Type: text/plain; charset=utf-8\r\nContent-Length: {len(text)}\r\n\r\n")
        outs[number % files].write(gzip.compress(head.encode() + text + b"\r\n\r\n", 1, mtime=0))
    for out in outs:
        out.close()
    return paths


def texts(*paths):
    """The text of each record of JSONL files by id, and how many records there are."""
    found, count = {}, 0
    for path in paths:
        with open(path, "rb") as lines:
            for line in lines:
                record = json.loads(line)
                found[record["id"]] = record["text"]
                count += 1
    return found, count


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    write(int(sys.argv[1]), sys.argv[2])

"""A datatrove step that cleans documents with `sarand`: one process for each task, documents in and out in order.

    pipeline = [JsonlReader("crawl/"), SarandCleaner("target/release/sarand"), JsonlWriter("clean/")]

What `sarand` says of a document (its rules, repairs, flags, dates …) becomes `metadata["sarand"]`; `url` of the metadata
goes along, so that rules of single sites apply. Documents of which nothing is left are dropped, unless `keep_empty`.
"""
import json
import subprocess
import tempfile
import threading
from queue import Queue

from datatrove.pipeline.base import PipelineStep


class SarandCleaner(PipelineStep):
    """Cleans the text of each document.

    Args:
        sarand: the program
        options: more options for `sarand clean`, as `["--level", "likely"]`
        keep_empty: keep documents of which nothing is left
    """

    name = "🧺 Sarand"
    type = "✂️ - FORMAT"

    def __init__(self, sarand="sarand", options=(), keep_empty=False):
        super().__init__()
        self.command = [sarand, "clean", "-", "-o", "-", "--input-format", "jsonl", "--keep-empty", "--quiet"]
        self.command += ["-j", "1", *options]
        self.keep_empty = keep_empty

    def run(self, data, rank=0, world_size=1):
        sent, fault = Queue(), []
        with tempfile.TemporaryFile() as told, subprocess.Popen(
            self.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=told
        ) as process:

            def feed():
                # A pipe holds little: when nobody takes what comes out, this waits, and no more is read.
                try:
                    with process.stdin as pipe:
                        for number, doc in enumerate(data):
                            sent.put(doc)
                            record = {"id": number, "text": doc.text, "url": doc.metadata.get("url")}
                            # Escaped, so that halves of surrogate pairs get through too.
                            pipe.write(json.dumps(record).encode() + b"\n")
                except BrokenPipeError:
                    pass  # its exit code says why
                except Exception as error:
                    fault.append(error)

            feeder = threading.Thread(target=feed, daemon=True)
            feeder.start()
            cleaned = 0
            for number, line in enumerate(process.stdout):
                record, doc = json.loads(line), sent.get()
                if record["id"] != number:
                    process.kill()
                    raise RuntimeError(f"sarand answered to {record['id']}, expected {number}")
                if "error" in record:
                    process.kill()
                    raise RuntimeError(f"document {doc.id}: {record['error']}")
                cleaned += 1
                self.stat_update("total")
                doc.text = record["text"]
                doc.metadata["sarand"] = record.get("metadata", {})
                if doc.text or self.keep_empty:
                    self.update_doc_stats(doc)
                    yield doc
                else:
                    self.stat_update("dropped")
            feeder.join()
            code = process.wait()
            if fault:
                raise fault[0]
            if code or not sent.empty():
                told.seek(0)
                said = told.read().decode(errors="replace").strip()
                raise RuntimeError(f"sarand ended with {code} after {cleaned} documents: {said}")

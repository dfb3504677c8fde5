"""tuspy brings a file: `upload_tuspy.py URL TOKEN FILE BYTES`, in an environment that has it.

Each chunk has so many bytes, 0 for the whole file in one. Writes the seconds that it took.
"""

from __future__ import annotations

import sys
import time

from tusclient.client import TusClient

url, token, path, step = sys.argv[1:]
metadata = {"filename": "records.pdf", "filetype": "application/pdf", "reference": "paper-1"}
began = time.monotonic()
client = TusClient(url, headers={"Authorization": f"Bearer {token}"})
chunk = {"chunk_size": int(step)} if int(step) else {}
client.uploader(path, metadata=metadata, retries=20, retry_delay=1, **chunk).upload()
print(time.monotonic() - began)

"""Submit, watch and save one clip with the blocking client.

FILMGATE_URL=http://127.0.0.1:8000 FILMGATE_KEY=… python examples/sync.py out.mp4
"""

import sys

from filmgate import Client

with Client() as client:
    submitted = client.submit(
        "kling/kling-3.0/pro/text-to-video",
        {
            "prompt": "Wide shot of a calm sea at sunset, slow pan right. Sound of waves.",
            "duration": 3,
            "filmgate": {"scale": 0.2},
        },
    )
    for state in client.iterate(submitted.request_id):
        print(state.status, state.stage, state.fraction)
    result = client.wait(submitted.request_id)
    print("saved", client.download(result, sys.argv[1] if len(sys.argv) > 1 else "out.mp4"))

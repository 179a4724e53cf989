#!/usr/bin/env bash
# Submit a request, follow it, and save the clip, with curl alone.
#   FILMGATE_URL=http://127.0.0.1:8000 FILMGATE_KEY=… examples/curl.sh out.mp4
set -euo pipefail
out=${1:-out.mp4}
auth="Authorization: Bearer $FILMGATE_KEY"
field() { python3 -c 'import json, sys; v = json.load(sys.stdin)
for k in sys.argv[1].split("."): v = v[k]
print(v)' "$1"; }

id=$(curl -sSf "$FILMGATE_URL/v1/models/kling/kling-3.0/pro/text-to-video" \
  -H "$auth" -H 'Content-Type: application/json' \
  -d '{"prompt": "Wide shot of hills at golden hour, slow push in.", "duration": 3, "filmgate": {"scale": 0.2}}' |
  field request_id)

until [ "$(curl -sSf -H "$auth" "$FILMGATE_URL/v1/requests/$id/status" | field status)" = completed ]; do
  sleep 0.2
done
video=$(curl -sSf -H "$auth" "$FILMGATE_URL/v1/requests/$id/result" | field output.video)
curl -sSf "$video" -o "$out"
echo "saved $out"

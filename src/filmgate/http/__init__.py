"""The HTTP edge: a request arrives, an answer leaves. Read `filmgate.http.app` first."""

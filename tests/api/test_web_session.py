"""Signing in to the web app: the cookie, who may use it, and how it ends."""

import pytest

from filmgate.core.account import Scope

pytestmark = pytest.mark.anyio
T2V = "kling/kling-3.0/pro/text-to-video"
OWN = {"origin": "http://127.0.0.1:8000"}


async def signed_in(world, proof, **headers):
    """A browser that has signed in; its pages are ours."""
    browser = world.client(**{**OWN, **headers})
    answer = await browser.post("/v1/session", json=proof)
    assert answer.status_code == 200, answer.text
    return browser, answer


async def is_signed_in(browser):
    """Whether the session may be used; what the server says of it must agree."""
    me = (await browser.get("/v1/session")).json()
    answer = await browser.get("/v1/requests")
    assert (answer.status_code == 200) is (me["owner"] is not None)
    return me["owner"] is not None


async def test_nobody_signed_in_is_an_answer_but_a_wrong_key_is_refused(world):
    async with world.client() as browser:
        me = await browser.get("/v1/session")
        wrong = await browser.get("/v1/session", headers={"authorization": "Bearer wrong-one"})

    assert me.status_code == 200
    assert (me.json()["owner"], me.json()["scopes"], me.json()["key"]) == (None, [], None)
    assert wrong.status_code == 401


async def test_a_key_becomes_a_cookie_that_no_script_and_no_other_site_can_use(world, token):
    browser, answer = await signed_in(world, {"key": f" {token}\n"})

    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("filmgate_session_8000=")
    assert {"HttpOnly", "SameSite=Strict", "Path=/"} <= set(cookie.split("; "))
    assert "Secure" not in cookie
    assert token not in cookie
    me = (await browser.get("/v1/session")).json()
    assert me == answer.json()
    assert me["owner"]["name"] == "Ann"
    assert (me["scopes"], me["no_auth"]) == (["read", "write"], False)
    assert me["key"]["key_id"] == token.split("_")[1]


async def test_over_https_the_cookie_is_secure(build):
    world = build(public_url="https://films.example")
    key = await world.key()
    client = world.client(base="https://films.example", origin="https://films.example")

    answer = await client.post("/v1/session", json={"key": key})

    assert answer.headers["set-cookie"].startswith("filmgate_session=")
    assert answer.headers["set-cookie"].endswith("; Secure")


async def test_the_cookie_may_what_its_key_may(world):
    browser, _ = await signed_in(world, {"key": await world.key(scopes=[Scope.READ])})

    assert (await browser.get("/v1/requests")).status_code == 200
    assert (await browser.get("/v1/events?wait=0")).status_code == 200
    refused = await browser.post(f"/v1/models/{T2V}", json={"prompt": "x"})
    assert (refused.status_code, refused.json()["detail"][0]["type"]) == (403, "scope")


@pytest.mark.parametrize("proof", [{"key": "fg_00000000_" + "x" * 49}, {"token": "guess"}])
async def test_a_wrong_key_or_link_opens_nothing(world, proof):
    async with world.client(**OWN) as browser:
        answer = await browser.post("/v1/session", json=proof)

    assert answer.status_code == 401
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize(
    "proof", [{}, {"key": 1}, {"key": "a", "token": "b"}, {"key": None}, {"key": "a", "x": 1}]
)
async def test_a_sign_in_without_one_proof_is_told_what_to_send(world, proof):
    async with world.client(**OWN) as browser:
        answer = await browser.post("/v1/session", json=proof)

    assert answer.status_code == 422
    assert '{"key"' in answer.json()["detail"][0]["msg"]


# --- whose page asks -----------------------------------------------------------------------------

FOREIGN = [
    {"origin": "https://evil.example"},
    {"origin": "http://127.0.0.1:9999"},
    {"origin": "null"},
    {"origin": ""},
    {"origin": "http://127.0.0.1:8000", "sec-fetch-site": "cross-site"},
    {"origin": "http://127.0.0.1:8000", "sec-fetch-site": "same-site"},
    {"origin": "http://127.0.0.1:8000", "sec-fetch-site": "none"},
]


@pytest.mark.parametrize("headers", FOREIGN, ids=str)
async def test_a_foreign_page_changes_nothing_with_the_cookie(world, token, headers):
    browser, _ = await signed_in(world, {"key": token})

    submit = await browser.post(f"/v1/models/{T2V}", json={"prompt": "x"}, headers=headers)
    sign_out = await browser.delete("/v1/session", headers=headers)

    assert (submit.status_code, submit.json()["detail"][0]["type"]) == (403, "origin")
    assert sign_out.status_code == 403
    assert (await browser.get("/v1/requests")).json()["requests"] == []


@pytest.mark.parametrize("headers", FOREIGN, ids=str)
async def test_a_foreign_page_cannot_sign_a_browser_in(world, token, headers):
    async with world.client(**headers) as browser:
        answer = await browser.post("/v1/session", json={"key": token})

    assert answer.status_code == 403


async def test_what_the_browser_says_of_the_page_outranks_its_address(world, token):
    # behind a proxy that ends TLS, the page's origin is not what the server sees
    headers = {"origin": "https://films.example", "sec-fetch-site": "same-origin"}
    browser, _ = await signed_in(world, {"key": token}, **headers)

    answer = await browser.post(f"/v1/models/{T2V}", json={"prompt": "x"}, headers=headers)

    assert answer.status_code == 200


async def test_a_key_in_the_header_needs_no_origin_and_outranks_the_cookie(world, token):
    browser, _ = await signed_in(world, {"key": token})
    other = {"authorization": f"Bearer {await world.key('Bob')}", "origin": ""}

    await browser.post(f"/v1/models/{T2V}", json={"prompt": "x"}, headers=other)

    assert len((await browser.get("/v1/requests", headers=other)).json()["requests"]) == 1
    assert (await browser.get("/v1/requests")).json()["requests"] == []
    wrong = await browser.get("/v1/requests", headers={"authorization": "Bearer wrong-one"})
    assert wrong.status_code == 401


# --- the end of a session ------------------------------------------------------------------------


async def test_signing_out_ends_the_session_and_forgets_the_cookie(world, token):
    browser, answer = await signed_in(world, {"key": token})
    stolen = answer.headers["set-cookie"].partition(";")[0]

    ended = await browser.delete("/v1/session")

    assert ended.json() == {"signed_in": False}
    assert "Max-Age=0" in ended.headers["set-cookie"]
    assert not await is_signed_in(browser)
    async with world.client(cookie=stolen) as thief:
        assert not await is_signed_in(thief)


async def test_revoking_the_key_ends_its_sessions(world):
    key = await world.key()
    browser, _ = await signed_in(world, {"key": key})
    other, _ = await signed_in(world, {"key": await world.key()})

    await world.services.accounts.revoke(key.split("_")[1])

    assert not await is_signed_in(browser)
    assert await is_signed_in(other)


@pytest.mark.parametrize("value", ["", "x", "x" * 129, "a;b", "é".encode()])
async def test_a_made_up_cookie_opens_nothing(world, value):
    shown = value if isinstance(value, bytes) else value.encode()
    async with world.client() as browser:
        answer = await browser.get(
            "/v1/requests", headers={"cookie": b"a=b; filmgate_session_8000=" + shown}
        )

    assert answer.status_code == 401


# --- the link that the server prints -------------------------------------------------------------


async def test_the_link_signs_one_browser_in_as_the_operator(world, admin):
    link = await world.services.sessions.invite()

    _, answer = await signed_in(world, {"token": link})
    async with world.client(**OWN) as late:
        again = await late.post("/v1/session", json={"token": link})

    assert answer.json()["scopes"] == ["read", "write", "admin"]
    assert again.status_code == 401


async def test_the_token_of_the_link_is_no_cookie_and_no_key(world, admin):
    link = await world.services.sessions.invite()
    async with world.client(cookie=f"filmgate_session_8000={link}", **OWN) as browser:
        assert not await is_signed_in(browser)
        assert (await browser.post("/v1/session", json={"key": link})).status_code == 401


async def test_without_an_admin_key_there_is_no_link(world, token):
    assert await world.services.sessions.invite() is None


# --- a server without keys -----------------------------------------------------------------------


async def test_without_keys_everybody_is_signed_in(build):
    world = build(no_auth=True)
    async with world.client(**OWN) as browser:
        me = await browser.get("/v1/session")
        opened = await browser.post("/v1/session", json={"key": "anything"})

    assert (me.json()["no_auth"], me.json()["key"]) == (True, None)
    assert me.json()["scopes"] == ["read", "write", "admin"]
    assert opened.json() == me.json()
    assert "set-cookie" not in opened.headers

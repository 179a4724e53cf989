# Every command anyone needs. `just` alone lists them.
# The tools come from the environment that `just` itself was installed into.

bin := parent_directory(just_executable())
python := if path_exists(bin / "python") == "true" { bin / "python" } else { "python3" }
export PATH := bin + ":" + env("PATH")

# List the commands
default:
    @just --list --justfile {{ justfile() }}

# Everything that must pass before a commit: style, types, layers, tests
check: lint types imports test

# Style: formatting, lint, spelling
lint:
    ruff format --check
    ruff check
    codespell src tests docs bench examples README.md CONTRIBUTING.md CHANGELOG.md SECURITY.md

# Types, strict
types:
    mypy

# The dependency rule: inward only, edges never meet
imports:
    lint-imports

# The test suite; extra words go to pytest (just test tests/unit -k queue)
test *args:
    {{ python }} -m pytest {{ args }}

# The tests with branch coverage and a report
coverage:
    {{ python }} -m coverage run -m pytest
    {{ python }} -m coverage combine
    {{ python }} -m coverage report --show-missing --skip-covered

# Format and fix what can be fixed by itself
fix:
    ruff format
    ruff check --fix

# Both benches: the service against its yardsticks, the renderer against encode-only and its peers
bench: bench-service bench-render

# The service bench: `just bench-service bare filmgate celery`
bench-service *args:
    {{ python }} bench/service/bench.py {{ args }}

# The render bench: `just bench-render --size 4k`
bench-render *args:
    {{ python }} bench/render/bench.py {{ args }}

# What hostile media cost in memory and time
bench-hostile:
    {{ python }} bench/hostile/media.py

# Kill, pause, fill, cut off, cancel: every promise held against every fault, for about half an hour
chaos *args:
    {{ python }} -m bench.chaos {{ args }}

# Two thousand idle streams and ten minutes of mixed load, on both databases
soak *args:
    {{ python }} -m bench.soak {{ args }}

# Render the gallery again: sheets of prompts, photos, pairs and references into docs/gallery
gallery *args:
    {{ python }} bench/gallery.py {{ args }}

# Make the generated reference pages: errors, settings, routes, commands
docs:
    {{ python }} -m filmgate.cli.reference docs/reference

# Build the web app into the package: needs Node 20 or later with npm (see docs/howto/web-app.md)
[working-directory: "web"]
web:
    npm ci --ignore-scripts --no-audit --no-fund
    npm run build

# Build the web app again at every change of its sources; `filmgate serve` shows it on reload
[working-directory: "web"]
web-watch: web
    npm run watch

# Five verified clips through a real HTTP server, into ./demo
demo:
    filmgate demo

# The long run of generated inputs: at least 10 000 bodies per model
fuzz *args:
    {{ python }} -m pytest -m slow tests/fuzz {{ args }}

# Installs that take minutes: without Node, without npm, from the sdist, from the wheel
install-tests *args:
    {{ python }} -m pytest -m slow tests/install {{ args }}

# Lock every dependency again
lock:
    uv lock

"""The page of a run, in a real browser without a window: as it is served, and as one file."""

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from simulator.cli.viewing import fork_for_the_page
from simulator.run import Run
from simulator.viewer.exporting import exported
from simulator.viewer.library import Library
from simulator.viewer.serving import serving
from tests.browsing import PATIENCE, until
from tests.simulator.viewer.shelf import EVIL, TEXTS, changed, hostile_run, shop_run

REFUSED = "status of 400"
"""What a browser notes where the server says what is wrong with a question, which the page then tells."""

pytest.importorskip("uvicorn", reason="uvicorn is not installed: it comes with toolweft[serve]")


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Twelve accepted conversations, and those that were rejected on the way."""
    return shop_run(tmp_path_factory.mktemp("runs") / "shop")


@pytest.fixture
def shown(browser, tmp_path: Path) -> Iterator[Callable]:
    """Opens the page of a run; afterwards nothing went wrong in it, no dialog came up, and nothing left this machine."""
    with ExitStack() as stack:
        asked, wrong = [], []

        def open_page(path: Path, as_file: bool = False, address: str = "", **view):
            library = Library([path])
            if as_file:
                file = tmp_path / "page.html"
                file.write_text(exported(library), encoding="utf-8")
                url = file.as_uri()
            else:
                url = stack.enter_context(serving(library, 0, fork_for_the_page))
            context = browser.new_context(**view)
            stack.callback(context.close)
            page = context.new_page()
            page.set_default_timeout(PATIENCE)
            page.on("request", lambda request: asked.append(request.url))
            page.on("pageerror", lambda error: wrong.append(str(error)))
            page.on(
                "console", lambda said: wrong.append(said.text) if said.type == "error" and REFUSED not in said.text else None
            )
            page.on("dialog", lambda dialog: (wrong.append(dialog.message), dialog.dismiss()))
            page.goto(url + address)
            page.wait_for_selector("html[data-ready]")
            until(page, "state.done")
            return page

        yield open_page
        assert [url for url in asked if not url.startswith(("file:", "http://127.0.0.1:"))] == []
        assert wrong == []


def rows(page) -> list[str]:
    """The ids of the conversations that are listed."""
    return [facts.split(" · ")[0] for facts in page.locator(".row .facts").all_text_contents()]


def opened(page, id: str) -> None:
    """Waits until a conversation is shown."""
    until(page, f"state.shown && state.shown.trace.id === {json.dumps(id)} && !!document.querySelector('.chat')")


def lit(page, within: str) -> list[str]:
    """The texts that light up in a part of the page."""
    return page.locator(f"{within} .lit").all_text_contents()


@pytest.mark.parametrize("as_file", [False, True], ids=["served", "file"])
def test_opens_filters_and_counts(shown, run, as_file):
    """Status, tool and words narrow the list; counts follow; the address of a conversation opens it."""
    page = shown(run.path, as_file)
    traces = list(run.traces())
    assert rows(page) == [trace.id for trace in traces]
    assert f"{len(traces)} of {len(traces)} conversations" in page.locator(".count").inner_text()
    page.click(".chip.accepted")
    until(page, f"passing().found.length === {sum(trace.accepted for trace in traces)}")
    tool = next(iter(dict.fromkeys(call.tool for call in traces[0].conversation.calls().values())))
    page.select_option("select[aria-label=Tool]", tool)
    using = [each.id for each in traces if each.accepted and any(c.tool == tool for c in each.conversation.calls().values())]
    until(page, f"document.querySelectorAll('.row').length === {len(using)}")
    assert set(using) <= set(rows(page))
    page.keyboard.press("/")
    page.keyboard.type("nothing of the sort")
    until(page, "passing().found.length === 0")
    assert "No conversation is found" in page.locator(".list").inner_text()


@pytest.mark.parametrize("as_file", [False, True], ids=["served", "file"])
def test_an_address_that_is_pasted_in_is_followed(shown, run, as_file):
    """Another conversation of the same run opens without the page being loaded anew."""
    page = shown(run.path, as_file, "#id=c000000")
    opened(page, "c000000")
    page.evaluate("location.hash = '#id=c000001&step=2'")
    opened(page, "c000001")
    assert page.evaluate("state.step") == 2


def test_where_is_the_language_of_the_command_line(shown, run):
    """An expression is asked of the server; a mistake is told in its words and changes nothing."""
    page = shown(run.path)
    page.fill("#where", "status=accepted and implicit>=1")
    page.keyboard.press("Enter")
    until(page, "state.meets !== null")
    assert page.evaluate("passing().found.every((at) => state.rows[at][STATUS] === 'accepted' && state.rows[at][IMPLICIT] >= 1)")
    page.fill("#where", "statsu=accepted")
    page.keyboard.press("Enter")
    page.wait_for_selector("#where-problem")
    assert "did you mean" in page.locator("#where-problem").inner_text()


@pytest.mark.parametrize("as_file", [False, True], ids=["served", "file"])
def test_a_value_lights_up_its_source(shown, run, as_file):
    """Pointing at an argument lights up the words of the request, or the field of the result and the arrow in the plan."""
    page = shown(run.path, as_file, "#id=c000000")
    opened(page, "c000000")
    page.locator(".argument.from-said").first.hover()
    said = page.locator(".argument.from-said .origin").first.inner_text().split("“")[1].rstrip("”")
    assert said in lit(page, ".speech")
    fed = page.locator(".argument.from-result").first
    fed.hover()
    value = fed.locator(".leaf").inner_text()
    assert value in lit(page, ".result")
    assert page.locator(".edge.lit").count() == 1
    page.locator("h1").hover()
    assert page.locator(".lit").count() == 0
    fed.focus()
    assert value in lit(page, ".result")


def test_implicit_calls_are_marked_without_colour(shown, run):
    """In words in the chat and in the picture, and by a dashed line; with what needs them."""
    page = shown(run.path, False, "#id=c000000")
    opened(page, "c000000")
    card = page.locator(".call.is-implicit").first
    assert "implicit" in card.locator(".badge").inner_text()
    assert "needs" in card.locator(".why").inner_text()
    assert card.evaluate("(card) => getComputedStyle(card).borderStyle") == "dashed"
    assert "implicit" in page.locator(".box.is-implicit .id").first.text_content()


def test_a_step_tells_what_its_seat_saw_and_gave(shown, run):
    """Dice, duration, the state before and after; steps can be walked through."""
    page = shown(run.path, False, "#id=c000000&step=2")
    opened(page, "c000000")
    detail = page.locator(".detail")
    assert "Step 2: embedder" in detail.locator("h2").inner_text()
    assert "7/c000000/embedder/0" in detail.locator(".facts").first.inner_text()
    assert "Took" in detail.locator(".facts").first.inner_text()
    changed_rows = detail.locator(".state .changed th").all_text_contents()
    assert "To be left unsaid" in changed_rows
    page.keyboard.press("ArrowRight")
    until(page, "document.querySelector('.detail h2').textContent.includes('Step 3: user')")
    page.locator(".steps .step", has_text="judge").last.click()
    until(page, "document.querySelector('.detail h2').textContent.includes('judge')")


@pytest.mark.parametrize("as_file", [False, True], ids=["served", "file"])
def test_prompts_and_answers_of_a_model_are_shown(shown, run, tmp_path, as_file):
    """What telemetry holds of a model's calls stands with the step, to the letter."""
    place = tmp_path / "asked"
    place.mkdir()
    for path in run.path.iterdir():
        (place / path.name).write_bytes(path.read_bytes())
    first, *rest = (place / "telemetry-00000.jsonl").read_bytes().splitlines(True)
    told = json.loads(first)
    prompt = f'{EVIL}\n[{{"name": "find", "about": "{"x" * 60}"}},{{"name": "cancel"}}]\n\nthe end'
    asked = {
        "model": "small-one",
        "messages": [{"role": "system", "content": prompt}] * 2,
        "answers": [{"role": "ai", "content": "Yes."}],
    }
    told["steps"][1]["asked"] = [asked | {"tokens": {"input": 12, "output": 3}, "seconds": 0.5}]
    (place / "telemetry-00000.jsonl").write_bytes(json.dumps(told).encode() + b"\n" + b"".join(rest))
    page = shown(place, as_file, "#id=c000000&step=1")
    opened(page, "c000000")
    asking = page.locator(".asking")
    assert "small-one" in asking.inner_text()
    assert "12 tokens in, 3 out" in asking.inner_text()
    assert "Yes." in asking.inner_text()
    asking.locator("summary").first.click()
    asking.locator("pre").nth(1).wait_for()
    assert asking.locator("pre").first.text_content() == prompt


def test_two_conversations_side_by_side(shown, run):
    """Where they part, what changed in words, step beside step."""
    page = shown(run.path, False, "#id=c000000")
    opened(page, "c000000")
    page.keyboard.press("d")
    page.select_option("#other", "c000001")
    page.wait_for_selector(".pair")
    until(page, "state.other.told !== null")
    assert "They part at step 0, scenario" in page.locator(".verdict-of-diff").inner_text()
    assert page.locator(".pair.differs").count() > 3
    assert "turn 1 request" in page.locator(".verdict-of-diff li").all_text_contents()[-1] or page.locator("li").count() > 3


def test_a_conversation_is_the_same_as_itself(shown, run, tmp_path):
    """The same trace under another id: no step differs; also in a file, which asks no server."""
    place = tmp_path / "twice"
    place.mkdir()
    for path in run.path.glob("*.json"):
        (place / path.name).write_bytes(path.read_bytes())
    line = next(run.lines())
    (place / "traces-00000.jsonl").write_bytes(line + changed(line, id="again"))
    page = shown(place, True, "#id=c000000&view=compare&other=again")
    page.wait_for_selector(".verdict-of-diff")
    assert "the same, step for step" in page.locator(".verdict-of-diff").inner_text()


def at_the_fork_form(shown, run, as_file: bool):
    """The page with the form that forks before the user's first request."""
    page = shown(run.path, as_file, "#id=c000000&step=3")
    opened(page, "c000000")
    page.get_by_role("button", name="Fork here…").click()
    return page


def test_forks_and_compares(shown, run):
    """The form writes a run of its own beside this one and lays the two side by side."""
    page = at_the_fork_form(shown, run, as_file=False)
    page.get_by_label("Seed").fill("8")
    assert f"toolweft fork {run.path} c000000 --at 3 --seed 8" in page.locator(".command").inner_text()
    page.get_by_role("button", name="Fork and compare").click()
    page.wait_for_selector(".verdict-of-diff")
    made = run.path.with_name("shop-fork-c000000-3")
    forked = Run.open(made).trace("c000000")
    assert forked.steps[:3] == run.trace("c000000").steps[:3]
    assert page.evaluate("state.runs.length") == 2
    assert page.locator(".pair.same").count() >= 3


def test_a_fork_that_cannot_be_says_why(shown, run):
    """The form stays, with the message."""
    page = at_the_fork_form(shown, run, as_file=False)
    page.get_by_label("Settings").fill("stratgy=explicit")
    page.get_by_role("button", name="Fork and compare").click()
    page.wait_for_selector("dialog .failure")
    assert "stratgy" in page.locator("dialog .failure").inner_text()


def test_a_file_shows_the_command_instead(shown, run):
    """There is nobody to play: the command line is there to be copied."""
    page = at_the_fork_form(shown, run, as_file=True)
    assert "toolweft fork" in page.locator(".command").inner_text()
    assert page.get_by_role("button", name="Fork and compare").count() == 0


@pytest.mark.parametrize("as_file", [False, True], ids=["served", "file"])
def test_the_funnel_is_a_picture(shown, run, as_file):
    """A bar for each seat, with its numbers in words; a strategy leads back to its conversations."""
    page = shown(run.path, as_file, "#view=funnel")
    page.wait_for_selector(".seats li")
    seats = [text.split()[0] for text in page.locator(".seat-name").all_text_contents()]
    assert seats[0] == "scenario"
    assert "12 accepted" in page.locator(".sum").first.inner_text()
    page.locator(".groups button").first.click()
    assert page.evaluate("state.query.strategy") == "goal-only"


@pytest.mark.parametrize("as_file", [False, True], ids=["served", "file"])
def test_hostile_content_stays_text(shown, tmp_path, as_file):
    """Scripts in texts, ids, tools and keys are shown as they stand; nothing of it becomes an element or runs."""
    run = hostile_run(tmp_path / "hostile")
    page = shown(run.path, as_file)
    scripts = page.locator("script").count()
    for number, text in enumerate(TEXTS):
        page.locator(".row").nth(number).click()
        until(page, f"state.at === {number} && state.shown && !!document.querySelector('.outcome')")
        for summary in page.locator("main summary").all():
            summary.click()
        assert text.replace("\u202e", "\ufffd") in page.locator(".outcome").text_content()
        page.locator(".steps .step").last.click()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.keyboard.press("f")
    page.wait_for_selector(".seats li")
    assert page.locator("img, iframe, object, embed").count() == 0
    assert page.locator("script").count() == scripts == 3
    assert page.evaluate("({}).polluted") is None


def test_damaged_traces_open_as_far_as_they_make_sense(shown, run, tmp_path):
    """Cut off, of a newer version, edited by hand, no trace at all: each is listed, and says what is wrong."""
    place = tmp_path / "damaged"
    place.mkdir()
    for path in run.path.glob("*.json"):
        (place / path.name).write_bytes(path.read_bytes())
    line = next(run.lines())
    steps = json.loads(line)["conversation"]["steps"]
    edited = changed(line, id="edited", conversation={"steps": [*steps[:4], {"kind": "called", "calls": 5}, 7, None]})
    newer = changed(line, id="newer", format=99, conversation={"steps": [*steps, {"kind": "sung", "by": "choir", "song": "la"}]})
    (place / "traces-00000.jsonl").write_bytes(line + newer + edited + b"[1, 2]\n" + b"\xff\xfe\n" + line[: len(line) // 2])
    page = shown(place, False, "#id=edited")
    assert page.locator(".row").count() == 6
    opened(page, "edited")
    assert "step 4 (called)" in page.locator(".note").first.inner_text()
    page.locator(".row").nth(1).click()
    opened(page, "newer")
    assert "newer" in page.locator(".note").first.inner_text()
    assert "sung" in page.locator(".chat").inner_text()
    for number in (3, 4):
        page.locator(".row").nth(number).click()
        until(page, f"state.at === {number} && state.shown !== null")
        assert page.locator(".note").count() >= 1
    page.locator(".row").nth(5).click()
    opened(page, "c000000")
    assert "cut off" in page.locator(".note").first.inner_text()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_fits_a_phone_in_light_and_dark(shown, run, scheme):
    """One column at 360 pixels, no sideways scrolling; the reader's colours, and a switch."""
    page = shown(run.path, False, "", viewport={"width": 360, "height": 740}, color_scheme=scheme)
    assert not page.locator("main").is_visible()
    page.locator(".row").first.click()
    page.wait_for_selector(".chat")
    assert not page.locator("aside").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    paper = "getComputedStyle(document.body).backgroundColor"
    assert (page.evaluate(paper) == "rgb(255, 255, 255)") == (scheme == "light")
    page.get_by_role("button", name="Switch to").click()
    assert (page.evaluate(paper) == "rgb(255, 255, 255)") == (scheme == "dark")
    page.get_by_role("button", name="all conversations").click()
    page.locator("aside").wait_for(state="visible")
    page.keyboard.press("f")
    page.wait_for_selector(".seats li")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_the_keyboard_alone_will_do(shown, run):
    """j and k, arrows, search, help, a value reached with Tab, its source kept lit with Enter."""
    page = shown(run.path, False, "#id=c000000")
    opened(page, "c000000")
    page.keyboard.press("j")
    opened(page, "c000001")
    page.keyboard.press("k")
    opened(page, "c000000")
    page.keyboard.press("?")
    page.get_by_role("dialog").wait_for()
    page.keyboard.press("Escape")
    until(page, "state.dialog === ''")
    page.locator(".talk").focus()
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.classList.contains('argument')"):
            break
    assert page.locator(".says.lit, .result .lit").count() >= 1
    page.keyboard.press("Enter")
    page.evaluate("document.activeElement.blur()")
    assert page.locator(".says.lit, .result .lit").count() >= 1


def test_a_screen_reader_finds_its_way(shown, run):
    """Landmarks and names: banner, main, list, regions; each control has a name; the count is told when it changes."""
    page = shown(run.path, False, "#id=c000000")
    opened(page, "c000000")
    for role, name in (("search", None), ("main", None), ("listbox", "Conversations"), ("region", "Plan"), ("region", "Steps")):
        assert page.get_by_role(role, name=name).count() == 1, role
    assert page.locator(".count[role=status][aria-live=polite]").count() == 1
    nameless = page.evaluate(
        "[...document.querySelectorAll('button, input, select, [role=button], [role=img]')]"
        ".filter((each) => !(each.getAttribute('aria-label') || each.textContent.trim() || each.labels?.length)).length"
    )
    assert nameless == 0
    option = page.locator("[role=option][aria-selected=true]")
    assert page.locator(".list").get_attribute("aria-activedescendant") == option.get_attribute("id")
    assert "accepted" in option.inner_text() or option.locator(".unseen").text_content() == "accepted"


def test_ten_thousand_conversations_are_listed_a_few_at_a_time(shown, run, tmp_path):
    """Only what is in view is in the document; the last one is a key away."""
    place = tmp_path / "large"
    place.mkdir()
    for path in run.path.glob("*.json"):
        (place / path.name).write_bytes(path.read_bytes())
    line = next(run.lines())
    many = b"".join(line.replace(b"c000000", b"c%06d" % number) for number in range(10_000))
    (place / "traces-00000.jsonl").write_bytes(many)
    page = shown(place)
    assert page.evaluate("state.rows.length") == 10_000
    assert page.locator(".row").count() < 60
    page.locator(".list").focus()
    page.keyboard.press("End")
    opened(page, "c009999")
    until(page, "!!document.querySelector('#row9999')")
    assert page.locator(".row").count() < 60


def test_a_run_that_grows_is_seen_growing(shown, run, tmp_path):
    """New conversations appear by themselves, and counts move; a line that is being written is waited for."""
    place = tmp_path / "growing"
    place.mkdir()
    for path in run.path.glob("*.json"):
        (place / path.name).write_bytes(path.read_bytes())
    manifest = json.loads((place / "manifest.json").read_text())
    (place / "manifest.json").write_text(json.dumps(manifest | {"status": "running"}))
    first, second, third, *_ = run.lines()
    shard = place / "traces-00000.jsonl"
    shard.write_bytes(first + second[:100])
    page = shown(place)
    assert len(rows(page)) == 1
    shard.write_bytes(first + second + third)
    until(page, "document.querySelectorAll('.row').length === 3")
    assert "3 of 3" in page.locator(".count").inner_text()
    (place / "manifest.json").write_text(json.dumps(manifest))
    until(page, "state.status === 'complete'")

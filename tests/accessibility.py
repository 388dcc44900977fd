"""Tiếp cận: axe-core on an open page, and whether the page runs over the edge."""

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import expect

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

# Only what is wrong is worked out in full and comes over the wire: most of a run's time.
RUN = """
async ([within, rules]) => {
  const result = await axe.run(within, {runOnly: rules, resultTypes: ["violations"]});
  return result.violations.flatMap(fault => fault.nodes.map(
    node => `${fault.id}: ${node.target} ${node.html.slice(0, 120)}`));
}
"""


def faults(page, within="html") -> list[str]:
    """What axe finds on ``page`` (a Playwright page), one line an element; [] is well.

    ``within`` is a selector: a menu that lies over the page covers targets of the page.

    The window is made as high as the page first: a bar at its bottom would else cover what
    happens to lie under it, and axe would take that for small targets.
    """
    size = page.viewport_size
    _show_whole(page)
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate(RUN, [within, RULES])
    page.set_viewport_size(size)
    return found


def _show_whole(page) -> None:
    """As high as it is with its letters, and with what comes only when it is looked at."""
    page.evaluate("document.fonts.ready")
    for _ in range(5):
        window = page.viewport_size
        height = page.evaluate("document.documentElement.scrollHeight")
        if height <= window["height"]:
            return
        page.set_viewport_size(window | {"height": height})
        settled(page)


def settled(page) -> None:
    """Wait until nothing more comes by itself: the page is whole, and no part is asked for.

    (A network that has been idle, as browsers' drivers count it, is half a second of waiting.)
    """
    page.wait_for_load_state("load")
    under_way = page.locator(".htmx-request, .htmx-swapping, .htmx-settling")
    expect(under_way).to_have_count(0)


def overflow(page) -> int:
    """Pixels by which the page is wider than the window; 0 is well."""
    return page.evaluate("document.documentElement.scrollWidth - window.innerWidth")


def escaped(page) -> list[str]:
    """Buttons and links that stand outside of their panel, by their words."""
    return page.evaluate(
        """() => [...document.querySelectorAll('.td-panel')].flatMap(panel => {
            const edge = panel.getBoundingClientRect().right
            return [...panel.querySelectorAll('a, button')].filter(one =>
                !one.closest('.td-scrollx, .td-tablewrap, .td-heatwrap, .td-gridwrap')
                && one.getBoundingClientRect().right > edge + .5
            ).map(one => one.textContent.trim())
        })"""
    )
